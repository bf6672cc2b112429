import { element } from './element.js';
import { notify, withdraw } from './notify.js';
import { withProgress } from './progress.js';

/** The server that was named last in this window. */
let lastHost = '';

/**
 * Asks for a Kubeflow Pipelines server, and runs the pipeline of the current notebook there, once or on a schedule, or
 * uploads it.
 */
export async function submit(lab, kale) {
  const { notebook } = kale;
  const choice = await ask(lab);
  if (choice === null) return;
  const subject = `submit ${notebook.uri}`;
  withdraw(lab, subject);
  notebook.endQuiet();
  const { host, upload, schedule } = choice;
  lastHost = host;
  const argument = { ...(host !== '' && { host }), ...(upload ? { upload } : scheduleArgument(schedule)) };
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

/** @returns {Promise<{host: string, upload: boolean, schedule: string} | null>} null if the user does not want to */
async function ask(lab) {
  const { Dialog, showDialog } = lab.apputils;
  const input = element('input.jp-mod-styled', {
    type: 'url',
    id: 'kale-submit-host',
    value: lastHost,
    placeholder: 'As configured',
    spellcheck: false
  });
  const schedule = element('input.jp-mod-styled', {
    type: 'text',
    id: 'kale-submit-schedule',
    placeholder: 'Run once',
    spellcheck: false
  });
  const node = element(
    'div.kale-Submit',
    {},
    element('label', { htmlFor: input.id }, 'Server, for example http://localhost:8080'),
    input,
    element('p', {}, 'If empty, kfp_host of the notebook or KF_PIPELINES_ENDPOINT names it.'),
    element('label', { htmlFor: schedule.id }, 'Schedule: a cron expression (0 6 * * *) or an interval (1h30m)'),
    schedule
  );
  const upload = Dialog.createButton({ label: 'Upload Only' });
  const run = Dialog.okButton({ label: 'Run There' });
  const { button } = await showDialog({
    title: 'Submit to Kubeflow Pipelines',
    body: new lab.widgets.Widget({ node }),
    buttons: [Dialog.cancelButton(), upload, run],
    focusNodeSelector: 'input'
  });
  if (!button.accept) return null;
  return { host: input.value.trim(), upload: button.label === upload.label, schedule: schedule.value.trim() };
}

/** A button that opens a page of the server in a new tab. */
function linkTo(url, label) {
  if (!/^https?:/.test(url ?? '')) return [];
  return [{ label, callback: () => window.open(url, '_blank', 'noopener') }];
}
