'use strict';

const vscode = require('vscode');

/**
 * Shows the report of a step, which is a page that the step's own run has written.
 *
 * @param {import('./runStates').RunStates} states
 * @param {string} uri of the notebook or text
 * @param {string} [step] undefined to ask for it
 */
async function openReport(states, uri, step) {
  const steps = (states.of(uri)?.steps ?? []).filter(({ report }) => report !== undefined);
  if (steps.length === 0) throw new Error('The last run has no reports. Add the tag `report:enabled` to a step.');
  const name = step ?? await chosen(steps.map((each) => each.name));
  const report = steps.find((each) => each.name === name)?.report;
  if (name === undefined || report === undefined) return;
  const page = await pageAt(vscode.Uri.parse(report), name);
  const panel = vscode.window.createWebviewPanel(
    'kale.report',
    `Report of ${name}`,
    { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
    // Plots are scripts. The page has no access to files.
    { enableScripts: true, localResourceRoots: [] },
  );
  panel.webview.html = page;
}

/** @param {string[]} names of steps */
async function chosen(names) {
  return names.length === 1 ? names[0] : vscode.window.showQuickPick(names, { title: 'Select a step' });
}

/**
 * @param {vscode.Uri} uri
 * @param {string} step
 */
async function pageAt(uri, step) {
  try {
    return Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
  } catch {
    throw new Error(`The report of step ${step} no longer exists. Run the step again.`);
  }
}

module.exports = { openReport };
