/**
 * The protocol's `MarkupContent`, by JupyterLab's own renderer.
 *
 * @param {object} rendermime
 * @param {{kind: string, value: string}} content
 * @returns {Promise<HTMLElement>}
 */
export async function richText(rendermime, { kind, value }) {
  const mimeType = kind === 'markdown' ? 'text/markdown' : 'text/plain';
  const renderer = rendermime.createRenderer(mimeType);
  await renderer.renderModel(rendermime.createModel({ data: { [mimeType]: value } }));
  return renderer.node;
}
