/** Tokens under which the server reports progress, each used once. */
let tokenCount = 0;
const newToken = () => `jupyterlab/${Date.now().toString(36)}/${++tokenCount}`;

/** Compiles the pipeline of the current notebook and says where it is, or how many errors stopped it. */
export async function compile(lab, services, { kale, panel, settings }) {
  const { notebook } = kale;
  const outputDirectory = await settings.outputDirectory();
  const { pipelineSpecPath, dslPath, diagnostics } = await withProgress(
    lab,
    kale,
    'Compiling the pipeline',
    options =>
      notebook.execute(
        'kale.compile',
        [{ uri: notebook.uri, ...(outputDirectory && { outputDirectory }) }],
        options
      )
  );
  const { Notification } = lab.apputils;
  if (pipelineSpecPath === null) {
    const errors = diagnostics.filter(({ severity }) => severity === 1).length;
    const found = errors === 1 ? '1 error' : `${errors} errors`;
    const message = `The pipeline was not compiled: the notebook has ${found}.`;
    Notification.error(message, {
      actions: [{ label: 'Show', callback: () => panel.show() }],
      autoClose: false
    });
    return;
  }
  const actions = await openActions(services, kale.rootURI, {
    'Open YAML': pipelineSpecPath,
    'Open Python': dslPath
  });
  Notification.success(`Compiled the pipeline to ${pipelineSpecPath}`, { actions, autoClose: 8000 });
}

/** Makes every fix of the current notebook that has one right answer, and says which. */
export async function fixAll(lab, kale) {
  const { fixes } = await kale.notebook.execute('kale.fixAll', [{ uri: kale.notebook.uri }]);
  const { Notification } = lab.apputils;
  if (fixes.length === 0) Notification.info('Kale: no safe fixes available.');
  else Notification.success(`Kale: ${fixes.join('; ')}.`, { autoClose: 8000 });
}

/**
 * Buttons that open files, of those that Jupyter serves: files in hidden folders it does not, unless told to.
 */
async function openActions({ app, documents }, rootURI, pathsByLabel) {
  if (!documents || rootURI === '') return [];
  const root = decodeURIComponent(new URL(rootURI).pathname).replace(/\/?$/, '/');
  const actions = [];
  for (const [label, path] of Object.entries(pathsByLabel)) {
    if (!path.startsWith(root)) continue;
    const local = path.slice(root.length);
    const isServed = await app.serviceManager.contents.get(local, { content: false }).then(
      () => true,
      () => false
    );
    if (isServed) actions.push({ label, callback: () => documents.openOrReveal(local) });
  }
  return actions;
}

/** Runs the pipeline of the current notebook; what it prints goes to the panel. */
export async function run(lab, kale, panel) {
  const { notebook } = kale;
  panel.show();
  panel.startOutput();
  const disconnect = kale.notified.connect(({ method, params }) => {
    if (method === 'kale/runOutput' && notebook.owns(params.uri)) panel.addOutput(params.text);
  });
  try {
    const { succeeded, text, tasks } = await withProgress(lab, kale, 'Running the pipeline', options =>
      notebook.execute('kale.run', [{ uri: notebook.uri }], options)
    );
    for (const { name, state } of tasks) panel.addOutput(`${name}: ${state}`);
    const { Notification } = lab.apputils;
    if (succeeded) Notification.success('The pipeline succeeded.', { autoClose: 8000 });
    else Notification.error(`The pipeline failed. ${text ?? ''}`, { autoClose: false });
  } finally {
    disconnect();
  }
}

/** Does what takes a while, with a notification that shows how far it is and can cancel it. */
async function withProgress(lab, kale, title, work) {
  const { Notification } = lab.apputils;
  const token = newToken();
  const cancellation = new AbortController();
  const actions = [{ label: 'Cancel', callback: () => cancellation.abort() }];
  let id = null;
  const disconnect = kale.notified.connect(({ method, params }) => {
    if (method !== '$/progress' || params.token !== token) return;
    const { message, percentage } = params.value;
    if (id === null || message === undefined) return;
    const progress = percentage === undefined ? undefined : percentage / 100;
    Notification.update({ id, message: `${title}: ${message}`, type: 'in-progress', progress });
  });
  // What is over in a moment is not worth a notification of its own.
  const timer = setTimeout(() => {
    id = Notification.emit(title, 'in-progress', { autoClose: false, actions });
  }, 300);
  try {
    return await work({ workDoneToken: token, signal: cancellation.signal });
  } finally {
    clearTimeout(timer);
    disconnect();
    if (id !== null) Notification.dismiss(id);
  }
}
