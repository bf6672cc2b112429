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

/** A file's path below the folder that Jupyter serves, as Jupyter shows paths; null for one that is not below it. */
function pathInJupyter(rootURI, path) {
  if (rootURI === '') return null;
  const root = decodeURIComponent(new URL(rootURI).pathname).replace(/\/?$/, '/');
  return path.startsWith(root) ? path.slice(root.length) : null;
}

/** A file's path to be read: short where the folder that Jupyter serves says the rest. */
export function shownPath(rootURI, path) {
  return pathInJupyter(rootURI, path) ?? path;
}

/** The path of a file in Jupyter; null for one that Jupyter does not serve. */
export async function servedPath({ app, documents }, rootURI, path) {
  const local = pathInJupyter(rootURI, path);
  if (!documents || local === null) return null;
  return app.serviceManager.contents.get(local, { content: false }).then(
    () => local,
    () => null
  );
}
