import { element } from './element.js';
import { notify } from './notify.js';
import { withProgress } from './progress.js';
import { askForServer } from './submit.js';

/** Shows the schedules of a Kubeflow Pipelines server, and removes those that the user chooses, one after the other. */
export async function showSchedules(lab, kale) {
  const { notebook } = kale;
  const server = await askForServer(lab, 'Schedules on Kubeflow Pipelines');
  if (server === null) return;
  const ask = (title, command, argument = {}) =>
    withProgress(kale, notebook, title, options =>
      notebook.execute(command, [{ uri: notebook.uri, ...server, ...argument }], options)
    );
  let { schedules } = await ask('Listing the schedules', 'kale.schedules');
  let chosen = await choose(lab, schedules);
  while (chosen !== null) {
    const { id, name } = chosen;
    await ask('Removing the schedule', 'kale.removeSchedule', { schedule: id });
    notify(lab, 'success', `Removed the schedule \`${name}\`.`);
    schedules = schedules.filter(schedule => schedule.id !== id);
    chosen = await choose(lab, schedules);
  }
}

/** @returns {Promise<object | null>} the schedule to remove; null if none is to be removed */
async function choose(lab, schedules) {
  const { Dialog, showDialog } = lab.apputils;
  const remove = Dialog.warnButton({ label: 'Remove' });
  const isEmpty = schedules.length === 0;
  const rows = schedules.map(rowOf);
  const note = isEmpty ? 'The server has no schedules.' : 'Runs that a removed schedule has started go on.';
  const list = element('div', { role: 'radiogroup', ariaLabel: 'Schedules' }, ...rows);
  const node = element('div.kale-Schedules', {}, list, element('p', {}, note));
  const { button } = await showDialog({
    title: 'Schedules on Kubeflow Pipelines',
    body: new lab.widgets.Widget({ node }),
    buttons: [Dialog.cancelButton({ label: 'Close' }), ...(isEmpty ? [] : [remove])],
    // The key Enter is not to remove anything.
    defaultButton: 0,
    focusNodeSelector: 'input'
  });
  if (!button.accept) return null;
  return schedules[rows.findIndex(row => row.querySelector('input').checked)] ?? null;
}

/** Several schedules may have one name, in different experiments. */
function rowOf({ name, times, enabled, experiment }, index) {
  const words = [times, enabled ? 'enabled' : 'disabled', ...(experiment === null ? [] : [`experiment ${experiment}`])];
  return element(
    'label',
    {},
    element('input', { type: 'radio', name: 'kale-schedule', checked: index === 0 }),
    element('span', {}, name, element('small', {}, words.join(' · ')))
  );
}
