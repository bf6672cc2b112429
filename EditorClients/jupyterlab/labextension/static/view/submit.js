import { element } from './element.js';
import { notify, withdraw } from './notify.js';
import { withProgress } from './progress.js';

/** The server that was named last in this window. */
let lastHost = '';

/**
 * Asks for a Kubeflow Pipelines server, and runs the pipeline of the current notebook there, once or on a schedule, or
 * uploads it.
 *
 * @param {'host' | 'schedule'} focusedField
 */
export async function submit(lab, kale, focusedField = 'host') {
  const { notebook } = kale;
  const choice = await ask(lab, focusedField);
  if (choice === null) return;
  const subject = `submit ${notebook.uri}`;
  withdraw(lab, subject);
  notebook.endQuiet();
  const { server, upload, schedule } = choice;
  const argument = { ...server, ...(upload ? { upload } : scheduleArgument(schedule)) };
  const { title, done, link } = WORDS[kindOf(choice)];
  const { succeeded, text, runURL } = await withProgress(kale, notebook, title, options =>
    notebook.execute('kale.run', [{ uri: notebook.uri, submit: argument }], options)
  );
  if (!succeeded) {
    notify(lab, 'error', `The pipeline was not submitted. ${text ?? ''}`.trim(), { subject });
    return;
  }
  notify(lab, 'success', done, { subject, actions: linkTo(runURL, link) });
}

/** What is said while something is done, when it is done, and on the button that shows it. */
const WORDS = {
  upload: { title: 'Uploading the pipeline', done: 'Uploaded the pipeline.', link: 'Show Pipeline' },
  run: { title: 'Submitting the pipeline', done: 'The server runs the pipeline.', link: 'Show Run' },
  schedule: {
    title: 'Scheduling the pipeline',
    done: 'The server runs the pipeline on this schedule.',
    link: 'Show Schedule'
  }
};

function kindOf({ upload, schedule }) {
  if (upload) return 'upload';
  return schedule === '' ? 'run' : 'schedule';
}

/**
 * A schedule as the server takes it: an interval such as `1h30m`, or else a cron expression, which the server checks.
 *
 * @param {string} schedule empty for a single run
 */
export function scheduleArgument(schedule) {
  if (schedule === '') return {};
  return /^(\d+[smhdw])+$/i.test(schedule) ? { scheduleEvery: schedule } : { schedule };
}

/**
 * Asks for a server.
 *
 * @returns {Promise<{host?: string} | null>} null if the user does not want to
 */
export async function askForServer(lab, title) {
  const { Dialog, showDialog } = lab.apputils;
  const server = serverField();
  const { button } = await showDialog({
    title,
    body: new lab.widgets.Widget({ node: element('div.kale-Submit', {}, ...server.nodes) }),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Show' })],
    focusNodeSelector: 'input'
  });
  return button.accept ? server.value() : null;
}

/** @returns {Promise<{server: object, upload: boolean, schedule: string} | null>} null if the user does not want to */
async function ask(lab, focusedField) {
  const { Dialog, showDialog } = lab.apputils;
  const server = serverField();
  const schedule = element('input.jp-mod-styled', {
    type: 'text',
    id: 'kale-submit-schedule',
    placeholder: 'Run once',
    spellcheck: false
  });
  const node = element(
    'div.kale-Submit',
    {},
    ...server.nodes,
    element('label', { htmlFor: schedule.id }, 'Schedule: a cron expression (0 6 * * *) or an interval (1h30m)'),
    schedule
  );
  const upload = Dialog.createButton({ label: 'Upload Only' });
  const run = Dialog.okButton({ label: 'Run There' });
  const { button } = await showDialog({
    title: 'Submit to Kubeflow Pipelines',
    body: new lab.widgets.Widget({ node }),
    buttons: [Dialog.cancelButton(), upload, run],
    focusNodeSelector: `#kale-submit-${focusedField}`
  });
  if (!button.accept) return null;
  return { server: server.value(), upload: button.label === upload.label, schedule: schedule.value.trim() };
}

/** The field for a server, with what it is to be filled with; its value is the one that is asked for next. */
function serverField() {
  const input = element('input.jp-mod-styled', {
    type: 'url',
    id: 'kale-submit-host',
    value: lastHost,
    placeholder: 'As configured',
    spellcheck: false
  });
  const nodes = [
    element('label', { htmlFor: input.id }, 'Server, for example http://localhost:8080'),
    input,
    element('p', {}, 'If empty, kfp_host of the notebook or KF_PIPELINES_ENDPOINT names it.')
  ];
  const value = () => {
    lastHost = input.value.trim();
    return lastHost === '' ? {} : { host: lastHost };
  };
  return { nodes, value };
}

/** A button that opens a page of the server in a new tab. */
function linkTo(url, label) {
  if (!/^https?:/.test(url ?? '')) return [];
  return [{ label, callback: () => window.open(url, '_blank', 'noopener') }];
}
