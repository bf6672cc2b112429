/**
 * What JupyterLab loads of this extension: the container that webpack's module federation would generate, by
 * hand.
 *
 * JupyterLab calls `init` with the modules that it shares (see libraries.js), then `get` for the two modules
 * that package.json names. The folder of this file is known only while it runs, so it is kept.
 */
(() => {
  const folder = new URL('.', document.currentScript.src);
  let sharedScope;

  const modules = {
    './extension': async () => {
      const { load } = await import(new URL('extension.js', folder));
      return { __esModule: true, default: await load(sharedScope) };
    },
    './style': async () => {
      const link = document.createElement('link');
      link.rel = 'stylesheet';
      link.href = new URL('style.css', folder);
      document.head.append(link);
      return {};
    }
  };

  window._JUPYTERLAB = window._JUPYTERLAB ?? {};
  window._JUPYTERLAB['kale-lsp'] = {
    init(scope) {
      sharedScope = scope;
    },
    async get(name) {
      const module = await modules[name]();
      return () => module;
    }
  };
})();
