import { ErrorCode } from '../protocol/jsonRPC.js';
import { fileActions, servedPath, shownPath } from './compiledFiles.js';
import { notify, proposalSubject, withdraw } from './notify.js';
import { withProgress } from './progress.js';
import { openPage } from './textView.js';

/** Compiles the pipeline of the current notebook and says where it is, or how many errors stopped it. */
export async function compile(lab, services, { kale, panel, settings }) {
  const { notebook } = kale;
  const subject = `compile ${notebook.uri}`;
  // The notice of an applied proposal offers what is done now.
  for (const former of [subject, proposalSubject(notebook)]) withdraw(lab, former);
  notebook.endQuiet();
  const outputDirectory = await settings.outputDirectory();
  const answer = await withProgress(kale, notebook, 'Compiling the pipeline', options =>
    notebook.execute(
      'kale.compile',
      [{ uri: notebook.uri, returnsTexts: true, ...(outputDirectory && { outputDirectory }) }],
      options
    )
  );
  const { pipelineSpecPath, diagnostics } = answer;
  if (pipelineSpecPath === null) {
    const errors = diagnostics.filter(({ severity }) => severity === 1).length;
    const found = errors === 1 ? '1 error' : `${errors} errors`;
    notify(lab, 'error', `The pipeline was not compiled: the notebook has ${found}.`, {
      subject,
      actions: [{ label: 'Show', callback: () => panel.show() }]
    });
    return;
  }
  const actions = await fileActions(lab, services, kale.rootURI, answer);
  const path = shownPath(kale.rootURI, pipelineSpecPath);
  panel.showFiles(notebook, path, actions);
  // A notification has room for two buttons; the panel has all.
  const main = actions.filter(({ label }) => label.endsWith('YAML'));
  notify(lab, 'success', `Compiled the pipeline to ${path}`, { subject, actions: main });
}

/** Makes every fix of the current notebook that has one right answer, and says which. */
export async function fixAll(lab, kale) {
  const { fixes } = await kale.notebook.execute('kale.fixAll', [{ uri: kale.notebook.uri }]);
  const subject = `fixes ${kale.notebook.uri}`;
  if (fixes.length === 0) notify(lab, 'info', 'Kale: no safe fixes available.', { subject });
  else notify(lab, 'success', `Kale: ${fixes.join('; ')}.`, { subject });
}

/**
 * Runs the pipeline of a notebook, otherwise of the current one; what it prints goes to the panel.
 *
 * @param {object} argument what else `kale.run` takes: `{step}` runs one step again, `{until}` a step and all it
 *   needs, `{parameters}` the pipeline with other values of some parameters
 */
export async function run(lab, kale, panel, argument = {}, notebook = kale.notebook) {
  const subject = `run ${notebook.uri}`;
  if (kale.runs.has(notebook.uri)) {
    notify(lab, 'info', 'The pipeline is running already.', { subject });
    return;
  }
  withdraw(lab, subject);
  notebook.endQuiet();
  panel.show();
  panel.startOutput(notebook, titleOfRun(argument));
  const disconnect = kale.notified.connect(({ method, params }) => {
    if (method === 'kale/runOutput' && notebook.owns(params.uri)) panel.addOutput(notebook, params.text);
  });
  const cancellation = new AbortController();
  kale.runs.set(notebook.uri, () => cancellation.abort());
  try {
    const { succeeded, text, tasks } = await withProgress(
      kale,
      notebook,
      'Running the pipeline',
      options => notebook.execute('kale.run', [{ uri: notebook.uri, ...argument }], options),
      cancellation.signal
    );
    if (notebook.run === null) {
      for (const { name, state } of tasks) panel.addOutput(notebook, `${name}: ${state}`);
    }
    if (succeeded) notify(lab, 'success', 'The pipeline succeeded.', { subject });
    else {
      const message = `The pipeline failed. ${text ?? ''}`.trim();
      // A server that tells the states of steps also prints what failed.
      if (notebook.run === null) panel.addOutput(notebook, message);
      notify(lab, 'error', message, { subject, actions: [{ label: 'Show', callback: () => panel.show() }] });
    }
  } catch (error) {
    if (!cancellation.signal.aborted && error.code !== ErrorCode.requestCancelled) {
      panel.addOutput(notebook, error.message);
      throw error;
    }
    // A server that tells the states of steps also prints that.
    if (notebook.run === null) panel.addOutput(notebook, 'The run was stopped.');
    notify(lab, 'info', 'The run was stopped.', { subject });
  } finally {
    kale.runs.delete(notebook.uri);
    disconnect();
    kale.activities.changed.emit();
  }
}

/** Stops the run of the current notebook. */
export function stop(kale) {
  kale.runs.get(kale.notebook?.uri)?.();
}

function titleOfRun({ step, until, parameters = {} }) {
  const values = Object.entries(parameters).map(([name, value]) => `${name} = ${value}`);
  if (values.length > 0) return `Run with ${values.join(', ')}`;
  if (step !== undefined) return `Run of step ${step}`;
  return until === undefined ? 'Run' : `Run to step ${until}`;
}

/** Shows the report of a step. */
export async function openReport(lab, services, kale, uri) {
  const path = decodeURIComponent(new URL(uri).pathname);
  const served = path.endsWith('.html') ? await servedPath(services, kale.rootURI, path) : null;
  if (served !== null) {
    services.documents.openOrReveal(served);
    return;
  }
  const { notebook } = kale;
  const { text } = await notebook.execute('kale.readReport', [{ uri: notebook.uri, report: uri }]);
  openPage(lab, services.app, path.split('/').at(-1), text);
}
