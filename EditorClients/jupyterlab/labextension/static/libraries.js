/**
 * The libraries that this extension uses of JupyterLab's, from the scope of shared modules. Modules that need
 * them take them as their argument `lab`; everything else can be tested without JupyterLab.
 */
const PACKAGES = {
  application: '@jupyterlab/application',
  apputils: '@jupyterlab/apputils',
  codemirror: '@jupyterlab/codemirror',
  coreutils: '@jupyterlab/coreutils',
  docmanager: '@jupyterlab/docmanager',
  notebook: '@jupyterlab/notebook',
  rendermime: '@jupyterlab/rendermime',
  services: '@jupyterlab/services',
  settings: '@jupyterlab/settingregistry',
  state: '@codemirror/state',
  statusbar: '@jupyterlab/statusbar',
  ui: '@jupyterlab/ui-components',
  view: '@codemirror/view',
  commands: '@lumino/commands',
  widgets: '@lumino/widgets'
};

/** Loads them all; fails with the name of one that JupyterLab does not share. */
export async function loadLibraries(sharedScope) {
  const entries = Object.entries(PACKAGES).map(async ([key, name]) => [
    key,
    await loadShared(sharedScope, name)
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function loadShared(sharedScope, name) {
  // JupyterLab shares each of these in one version.
  const [offer] = Object.values(sharedScope[name] ?? {});
  if (offer === undefined) {
    throw new Error(`kale-lsp requires JupyterLab 4.4 or newer: this version does not share ${name}.`);
  }
  const factory = await offer.get();
  return factory();
}
