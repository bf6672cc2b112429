/**
 * Makes a group of controls one stop of the Tab key, in which the arrow keys move.
 *
 * @param {Element} container
 * @param {string} selector of the controls
 * @returns {() => void} to be called when the controls have changed
 */
export function roving(container, selector) {
  const controls = () => [...container.querySelectorAll(selector)];
  const select = chosen => {
    for (const control of controls()) control.setAttribute('tabindex', control === chosen ? '0' : '-1');
  };
  const move = (event, step) => {
    const all = controls();
    const index = all.indexOf(event.target.closest(selector));
    const next = all[index + step];
    if (index < 0 || next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    select(next);
    next.focus();
  };
  container.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowRight') move(event, 1);
    if (event.key === 'ArrowUp' || event.key === 'ArrowLeft') move(event, -1);
  });
  container.addEventListener('focusin', event => {
    const control = event.target.closest(selector);
    if (control !== null) select(control);
  });
  return () => {
    const all = controls();
    select(all.find(control => control.contains(document.activeElement)) ?? all[0]);
  };
}
