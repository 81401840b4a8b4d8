// What follows from an answer, and what a part of a name finds, without pressing a button. Every page works without this.
(function () {
  document.documentElement.classList.add('scripted');
  var last = 0, timer, held = false, waiting;

  // A button that is exchanged while it is pressed never hears that it was let go: what an answer changes waits until nothing is held down.
  function hold() { held = true; }
  function release() {
    held = false;
    setTimeout(function () { if (held || !waiting) return; var go = waiting; waiting = null; go(); });
  }
  ['pointerdown', 'keydown'].forEach(function (name) { addEventListener(name, hold, true); });
  ['pointerup', 'pointercancel', 'keyup'].forEach(function (name) { addEventListener(name, release, true); });
  addEventListener('blur', release);
  addEventListener('submit', function () { last++; });

  function ask(form, deed, done) {
    var mine = ++last, body = new URLSearchParams(new FormData(form));
    body.set('do', deed);
    form.setAttribute('aria-busy', 'true');
    fetch(form.getAttribute('action'), { method: 'POST', body: body, credentials: 'same-origin' })
      .then(function (answer) { if (!answer.ok) throw answer; return answer.text(); })
      .then(function (text) {
        var page = new DOMParser().parseFromString(text, 'text/html');
        waiting = function () { if (mine === last) done(page); };
        if (!held) release();
      })
      .catch(function () { document.documentElement.classList.remove('scripted'); })
      .finally(function () { form.removeAttribute('aria-busy'); });
  }

  document.addEventListener('input', function (e) {
    var field = e.target, place = field.dataset && field.dataset.find;
    if (!place) return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      ask(field.form, field.parentElement.parentElement.querySelector('button').value, function (page) {
        var found = page.getElementById(place);
        if (found) document.getElementById(place).innerHTML = found.innerHTML;
      });
    }, 200);
  });

  document.addEventListener('change', function (e) {
    var form = e.target.form;
    if (!form || !form.id || !e.target.closest('[data-moves]')) return;
    var sent = new FormData(form);
    // The list of a browser's own keeps it to itself when it is let go.
    if (!/text|tel|number|email/.test(e.target.type)) held = false;
    ask(form, 'update', function (page) {
      var anew = page.getElementById(form.id), at = document.activeElement, meanwhile = new FormData(form);
      if (!anew) return;
      var was = at && form.contains(at) ? { id: at.id, name: at.name, value: at.value, type: at.type } : null;
      form.innerHTML = anew.innerHTML;
      // What was typed while the answer was on its way stays.
      [].forEach.call(form.elements, function (f) {
        if (!f.name || f.name === 'do' || f.type === 'hidden' || String(sent.getAll(f.name)) === String(meanwhile.getAll(f.name))) return;
        if (/radio|checkbox/.test(f.type)) f.checked = meanwhile.getAll(f.name).indexOf(f.value) >= 0;
        else if (meanwhile.has(f.name)) f.value = meanwhile.get(f.name);
      });
      if (!was) return;
      var now = was.id ? document.getElementById(was.id) : [].find.call(form.elements, function (f) { return f.name === was.name && (!/radio|checkbox|submit/.test(was.type) || f.value === was.value); });
      if (now) now.focus({ preventScroll: true });
    });
  });
})();
