/** What the panel says where it has no pipeline to show. */
export function emptyTitle({ server, panel, notebook, canMakePipeline }) {
  if (server.state === 'unavailable') return server.reason;
  if (canMakePipeline) return 'This notebook is not a pipeline yet.';
  if (panel === null || notebook?.isRead) return 'Open a Kale notebook to see its pipeline.';
  return server.state === 'ready' ? 'Reading the notebook…' : 'Starting kale-lsp…';
}
