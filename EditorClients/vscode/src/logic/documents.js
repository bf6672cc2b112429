'use strict';

/**
 * Which documents the server is told of.
 */

/** What VS Code calls the notebooks of Jupyter. */
const NOTEBOOK_TYPE = 'jupyter-notebook';

/**
 * The schemes of documents that a person edits wherever the folders of the workspace are. Other documents show what was:
 * the left side of a Git diff, for example, has the same problems as the file, and must not report them again.
 */
const LOCAL_SCHEMES = ['file', 'untitled'];

/** Texts that jupytext makes of notebooks, and `.ipynb` files opened as text. */
const TEXT_SELECTOR = [
  { scheme: 'file', language: 'python' },
  { scheme: 'untitled', language: 'python' },
  { scheme: 'file', language: 'markdown' },
  { scheme: 'file', language: 'json', pattern: '**/*.ipynb' },
  { scheme: 'file', language: 'jsonc', pattern: '**/*.ipynb' },
];

/**
 * For requests about code: texts, and cells of every language, because a tag on a Markdown cell has a fix as well.
 *
 * @param {readonly string[]} folderSchemes those of the workspace's folders
 */
function documentSelector(folderSchemes) {
  const schemes = [...new Set([...LOCAL_SCHEMES, ...folderSchemes])];
  return [...schemes.map((scheme) => ({ notebook: { notebookType: NOTEBOOK_TYPE, scheme } })), ...TEXT_SELECTOR];
}

/**
 * Whether a notebook is one that the server is told of.
 *
 * @param {{ notebookType: string, uri: { scheme: string } }} notebook
 * @param {readonly string[]} folderSchemes those of the workspace's folders
 */
function isEdited({ notebookType, uri: { scheme } }, folderSchemes) {
  return notebookType === NOTEBOOK_TYPE && (LOCAL_SCHEMES.includes(scheme) || folderSchemes.includes(scheme));
}

/** The scheme of the documents of cells. */
const CELL_SCHEME = 'vscode-notebook-cell';

/** For what VS Code shows of a document without regard to the notebook it is in. */
const STATUS_SELECTOR = [{ scheme: CELL_SCHEME, pattern: '**/*.ipynb' }, ...TEXT_SELECTOR];

/** How far into a text a sign of jupytext is looked for, in UTF-16 code units. */
const HEAD_LENGTH = 20_000;

/**
 * Whether a text may be a notebook: has what jupytext writes, cell marks or its header. It decides only whether the
 * server is started at all; what a text is, the server says.
 *
 * @param {string} languageId
 * @param {string} fileName
 * @param {string} text
 */
function mayBeNotebook(languageId, fileName, text) {
  const head = text.slice(0, HEAD_LENGTH);
  switch (languageId) {
    case 'python':
      return /^#( ?%%| \+( |\r?$)| ?(region|\{\{\{).*\btags=| *(jupyter|jupytext):)/m.test(head);
    case 'markdown':
      return (
        /^`{3,}(\{code-cell\}|\s*python\s.*\btags=)/m.test(head) ||
        /^ *(jupyter|jupytext|kernelspec|kubeflow_notebook):/m.test(yamlHeader(head))
      );
    case 'json':
    case 'jsonc':
      return fileName.endsWith('.ipynb');
    default:
      return false;
  }
}

/**
 * @param {string} text
 * @returns {string} what stands between the first line `---` and the next; empty where the text does not start so
 */
function yamlHeader(text) {
  if (!/^---\r?\n/.test(text)) return '';
  const end = text.indexOf('\n---', 3);
  return end < 0 ? '' : text.slice(0, end);
}

module.exports = {
  CELL_SCHEME, NOTEBOOK_TYPE, STATUS_SELECTOR, TEXT_SELECTOR, documentSelector, isEdited, mayBeNotebook,
};
