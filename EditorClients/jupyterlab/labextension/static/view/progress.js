/** Tokens under which the server reports progress, each used once. */
let tokenCount = 0;
const newToken = () => `jupyterlab/${Date.now().toString(36)}/${++tokenCount}`;

/**
 * Does what may take a while. How far it is, the status bar and the panel show: notifications of JupyterLab that are
 * dismissed or changed just after they were made stay for ever.
 */
export async function withProgress(kale, notebook, title, work, signal = undefined) {
  const token = newToken();
  const activity = kale.activities.begin(title, notebook);
  const disconnect = kale.notified.connect(({ method, params }) => {
    if (method === '$/progress' && params.token === token) activity.update(params.value);
  });
  try {
    return await work({ workDoneToken: token, signal });
  } finally {
    disconnect();
    activity.end();
  }
}
