/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';
(function () {
  const find = (name) => document.getElementById(name);
  const pages = Array.from(document.querySelectorAll('main > section'));
  const written = pages.map((page) => page.querySelector('.written pre')?.textContent ?? '');
  const slider = find('slider'), soFar = find('so-far');
  let at = -1;

  function showOutput() {
    const before = written.slice(0, at).join('');
    const latest = document.createElement('mark');
    latest.textContent = written[at];
    soFar.replaceChildren(before, ...(written[at] ? [latest] : []));
    find('output').hidden = !before && !written[at];
    soFar.scrollTop = soFar.scrollHeight;
  }

  function show(wanted, isSaid) {
    const to = Math.min(Math.max(wanted, 0), pages.length - 1);
    if (to === at) return;
    at = to;
    pages.forEach((page, i) => { page.hidden = i !== at; });
    const page = pages[at];
    slider.value = at + 1;
    slider.setAttribute('aria-valuetext', page.getAttribute('aria-label'));
    find('first').disabled = find('back').disabled = at === 0;
    find('last').disabled = find('forward').disabled = at === pages.length - 1;
    showOutput();
    if (isSaid) {
      find('said').textContent = page.getAttribute('aria-label') + '. ' +
        Array.from(page.querySelectorAll('.what, .why'), (part) => part.textContent).join(' ');
      try { history.replaceState(null, '', '#' + page.id); } catch { /* a page in a frame may not */ }
    }
  }

  const moves = {
    ArrowLeft: () => at - 1, ArrowUp: () => at - 1, PageUp: () => at - 1,
    ArrowRight: () => at + 1, ArrowDown: () => at + 1, PageDown: () => at + 1,
    Home: () => 0, End: () => pages.length - 1,
  };

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || !Object.hasOwn(moves, event.key)) return;
    event.preventDefault();
    show(moves[event.key](), true);
  });
  slider.addEventListener('input', () => show(slider.value - 1, true));
  find('first').addEventListener('click', () => show(0, true));
  find('back').addEventListener('click', () => show(at - 1, true));
  find('forward').addEventListener('click', () => show(at + 1, true));
  find('last').addEventListener('click', () => show(pages.length - 1, true));

  function showNamed() {
    show(pages.findIndex((page) => '#' + page.id === location.hash), false);
  }
  window.addEventListener('hashchange', showNamed);
  document.documentElement.classList.add('js');
  find('controls').hidden = false;
  showNamed();
})();
