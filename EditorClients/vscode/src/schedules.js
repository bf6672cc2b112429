'use strict';

const vscode = require('vscode');
const { plain } = require('./logic/forms');
const { showInformation } = require('./notices');
const { chosenPython } = require('./python');

/**
 * @typedef {object} Schedule
 * @property {string} id
 * @property {string} name
 * @property {string} times
 * @property {boolean} enabled
 * @property {string | null} experiment
 */

/**
 * Shows the schedules of a Kubeflow Pipelines server, and removes one that the person chooses.
 *
 * @param {import('./server').Server} server
 * @param {import('./runs').Runs} runs
 * @param {string} uri of a notebook
 */
async function showSchedules(server, runs, uri) {
  const title = 'Schedules on Kubeflow Pipelines';
  const address = await runs.askForServer(title);
  if (address === undefined) return;
  const argument = { uri, ...address, python: await chosenPython(uri) };
  const { schedules } = await asking('Listing the schedules', () => server.execute('kale.schedules', argument));
  if (schedules.length === 0) {
    void showInformation('The server has no schedules.');
    return;
  }
  const placeHolder = 'Choose a schedule to remove it';
  const chosen = await vscode.window.showQuickPick(schedules.map(itemOf), { title, placeHolder });
  if (chosen === undefined) return;
  const { id, name } = chosen.schedule;
  const question = `Remove the schedule \`${name}\`? Runs that it has started go on.`;
  const remove = 'Remove';
  if (await vscode.window.showWarningMessage(plain(question), { modal: true }, remove) !== remove) return;
  await asking('Removing the schedule', () => server.execute('kale.removeSchedule', { ...argument, schedule: id }));
  void showInformation(`Removed the schedule \`${name}\`.`);
}

/**
 * Several schedules may have one name, in different experiments.
 *
 * @param {Schedule} schedule
 */
function itemOf(schedule) {
  const { name, times, enabled, experiment } = schedule;
  const state = enabled ? 'enabled' : 'disabled';
  const detail = experiment === null ? state : `${state} · experiment ${experiment}`;
  return { label: name, description: times, detail, schedule };
}

/**
 * @template Answer
 * @param {string} title
 * @param {() => Promise<Answer>} work
 */
function asking(title, work) {
  return vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, work);
}

module.exports = { showSchedules };
