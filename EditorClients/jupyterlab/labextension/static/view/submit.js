import { element } from './element.js';
import { notify, withdraw } from './notify.js';
import { withProgress } from './progress.js';

/** The server that was named last in this window. */
let lastHost = '';

/** Asks for a Kubeflow Pipelines server, and runs the pipeline of the current notebook there or uploads it. */
export async function submit(lab, kale) {
  const { notebook } = kale;
  const choice = await ask(lab);
  if (choice === null) return;
  const subject = `submit ${notebook.uri}`;
  withdraw(lab, subject);
  notebook.endQuiet();
  const { host, upload } = choice;
  lastHost = host;
  const argument = { ...(host !== '' && { host }), ...(upload && { upload }) };
  const title = upload ? 'Uploading the pipeline' : 'Submitting the pipeline';
  const { succeeded, text, runURL } = await withProgress(kale, notebook, title, options =>
    notebook.execute('kale.run', [{ uri: notebook.uri, submit: argument }], options)
  );
  if (!succeeded) {
    notify(lab, 'error', `The pipeline was not submitted. ${text ?? ''}`.trim(), { subject });
    return;
  }
  const message = upload ? 'Uploaded the pipeline.' : 'The server runs the pipeline.';
  notify(lab, 'success', message, { subject, actions: linkTo(runURL, upload ? 'Show Pipeline' : 'Show Run') });
}

/** @returns {Promise<{host: string, upload: boolean} | null>} null if the user does not want to */
async function ask(lab) {
  const { Dialog, showDialog } = lab.apputils;
  const input = element('input.jp-mod-styled', {
    type: 'url',
    id: 'kale-submit-host',
    value: lastHost,
    placeholder: 'As configured',
    spellcheck: false
  });
  const node = element(
    'div.kale-Submit',
    {},
    element('label', { htmlFor: input.id }, 'Server, for example http://localhost:8080'),
    input,
    element('p', {}, 'If empty, kfp_host of the notebook or KF_PIPELINES_ENDPOINT names it.')
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
  return { host: input.value.trim(), upload: button.label === upload.label };
}

/** A button that opens a page of the server in a new tab. */
function linkTo(url, label) {
  if (!/^https?:/.test(url ?? '')) return [];
  return [{ label, callback: () => window.open(url, '_blank', 'noopener') }];
}
