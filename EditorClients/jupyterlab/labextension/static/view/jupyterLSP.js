/** The key of the server in jupyter-lsp, as kale_lsp/jupyter.py gives it. */
const SERVER = 'kale-lsp';

/** The way to the server that jupyter-lsp runs. */
export class JupyterLSP {
  #lab;
  #connection;

  /** @param {object} connection JupyterLab's `ServerConnection.ISettings` */
  constructor(lab, connection) {
    this.#lab = lab;
    this.#connection = connection;
  }

  /** The `file:` URI of the folder that Jupyter serves; empty where jupyter-lsp does not know it. */
  get rootURI() {
    return this.#lab.coreutils.PageConfig.getOption('rootUri');
  }

  /** Why there is no server to connect to, and what to do; null where there is one. */
  async obstacle() {
    const { ServerConnection } = this.#lab.services;
    const url = this.#lab.coreutils.URLExt.join(this.#connection.baseUrl, 'lsp', 'status');
    try {
      const response = await ServerConnection.makeRequest(url, { method: 'GET' }, this.#connection);
      if (!response.ok) return 'jupyter-lsp is not installed: pip install "kale-lsp[jupyterlab]"';
      const { sessions } = await response.json();
      return SERVER in sessions
        ? null
        : 'jupyter-lsp cannot find kale-lsp: install the package kale-lsp in the environment of JupyterLab';
    } catch (error) {
      return error.message;
    }
  }

  openSocket() {
    const { wsUrl, token, appendToken, WebSocket } = this.#connection;
    const url = this.#lab.coreutils.URLExt.join(wsUrl, 'lsp', 'ws', SERVER);
    return new WebSocket(appendToken && token ? `${url}?token=${encodeURIComponent(token)}` : url);
  }
}
