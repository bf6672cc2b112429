/** A plugin of Kale's own extension. */
const KALES_PANEL = 'jupyterlab-kubeflow-kale:deploymentPanel';

/** Whether Kale's own extension is installed, too. */
export function isBesideKale(app) {
  return app.hasPlugin?.(KALES_PANEL) ?? false;
}

/** What commands are called that Kale's own extension has, too: then the names say whose they are. */
export function commandNames(app) {
  return isBesideKale(app)
    ? {
        compile: 'Compile with kale-lsp',
        compileLong: 'Compile with kale-lsp',
        run: 'Run here with kale-lsp',
        runLong: 'Run with kale-lsp on This Machine'
      }
    : {
        compile: 'Compile',
        compileLong: 'Compile Pipeline',
        run: 'Run',
        runLong: 'Run Pipeline on This Machine'
      };
}
