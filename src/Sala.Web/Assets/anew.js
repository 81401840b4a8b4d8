// After leaving: only who came by the address itself is let in. The history leads to the neutral page.
(function () {
  var out = document.querySelector('a').href;
  var came = performance.getEntriesByType('navigation')[0];
  if (!came || came.type !== 'navigate') { location.replace(out); return; }
  fetch('/anew', { method: 'POST', credentials: 'same-origin' }).then(function () { location.replace(location.pathname); }, function () { location.replace(out); });
})();
