// Leaving at once. The page works without this; with it the screen is blank before the network answers.
(function () {
  var way = document.querySelector('a.leave');
  if (!way) return;
  function leave() {
    document.documentElement.innerHTML = '';
    document.title = '';
    location.replace(way.href);
  }
  way.addEventListener('click', function (e) { e.preventDefault(); leave(); });
  var pressed = [];
  document.addEventListener('keydown', function (e) {
    if (e.key !== 'Shift') { pressed = []; return; }
    if (e.repeat) return;
    var now = Date.now();
    pressed = pressed.filter(function (t) { return now - t < 2000; });
    pressed.push(now);
    if (pressed.length >= 3) leave();
  });
  // A page brought back from the browser's memory is asked for anew: after leaving, the server shows the neutral page alone.
  addEventListener('pageshow', function (e) { if (e.persisted) { document.documentElement.innerHTML = ''; location.reload(); } });
})();
