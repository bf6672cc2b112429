import { loadLibraries } from './libraries.js';
import { activate } from './view/activate.js';

/** The plugins of this extension, made for the JupyterLab whose shared modules these are. */
export async function load(sharedScope) {
  const lab = await loadLibraries(sharedScope);
  return [
    {
      id: 'kale-lsp:plugin',
      description: 'Shows the pipeline that Kale compiles from a notebook, and its problems.',
      autoStart: true,
      requires: [
        lab.notebook.INotebookTracker,
        lab.codemirror.IEditorExtensionRegistry,
        lab.rendermime.IRenderMimeRegistry
      ],
      optional: [
        lab.settings.ISettingRegistry,
        lab.apputils.ICommandPalette,
        lab.statusbar.IStatusBar,
        lab.application.ILayoutRestorer,
        lab.docmanager.IDocumentManager
      ],
      activate: (app, ...services) => activate(lab, { app, ...named(services) })
    }
  ];
}

/** The services by their names, in the order in which the plugin asks for them. */
function named([tracker, editorExtensions, rendermime, settings, palette, statusBar, restorer, documents]) {
  return { tracker, editorExtensions, rendermime, settings, palette, statusBar, restorer, documents };
}
