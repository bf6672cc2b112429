import { download, openText } from './textView.js';

/**
 * What can be done with the files of a compiled pipeline. Jupyter serves no files in hidden folders, unless told to, and
 * `.kale` is one: their texts come with the server's answer.
 *
 * @param {object} lab
 * @param {object} services
 * @param {string} rootURI
 * @param {object} answer of `kale.compile`
 * @returns {Promise<{label: string, callback: () => void}[]>}
 */
export async function fileActions(lab, services, rootURI, answer) {
  const files = [
    ['YAML', answer.pipelineSpecPath, answer.pipelineSpec],
    ['Python', answer.dslPath, answer.dsl]
  ];
  const actions = [];
  for (const [kind, path, text] of files) {
    const name = path.split('/').at(-1);
    const served = await servedPath(services, rootURI, path);
    const open =
      served !== null
        ? () => services.documents.openOrReveal(served)
        : text !== undefined && (() => openText(lab, services.app, name, text));
    if (open) actions.push({ label: `Open ${kind}`, callback: open });
    if (text !== undefined) actions.push({ label: `Download ${kind}`, callback: () => download(name, text) });
  }
  return actions;
}

/** The path of a file in Jupyter; null for one that Jupyter does not serve. */
export async function servedPath({ app, documents }, rootURI, path) {
  if (!documents || rootURI === '') return null;
  const root = decodeURIComponent(new URL(rootURI).pathname).replace(/\/?$/, '/');
  if (!path.startsWith(root)) return null;
  const local = path.slice(root.length);
  return app.serviceManager.contents.get(local, { content: false }).then(
    () => local,
    () => null
  );
}
