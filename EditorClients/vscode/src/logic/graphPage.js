'use strict';

/**
 * The page of the graph view. It holds nothing of the notebook: the graph comes as a message, and Mermaid, which
 * draws it, escapes what it draws. Nothing is loaded but the extension's own files.
 */

/**
 * @typedef {object} PageParts
 * @property {string} cspSource what VS Code calls the extension's own files in a content security policy
 * @property {string} nonce
 * @property {string} mermaidURI
 * @property {string} scriptURI
 * @property {string} styleURI
 */

/**
 * @param {PageParts} parts
 * @returns {string}
 */
function graphPage({ cspSource, nonce, mermaidURI, scriptURI, styleURI }) {
  // Mermaid sets colours by style elements inside the picture, hence 'unsafe-inline' for styles alone.
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource} 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    'img-src data:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHTML(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <link rel="stylesheet" href="${escapeHTML(styleURI)}">
  <title>Pipeline</title>
</head>
<body>
  <div id="tools" role="toolbar" aria-label="View">
    <button id="larger" title="Larger" aria-label="Larger">+</button>
    <button id="smaller" title="Smaller" aria-label="Smaller">−</button>
    <button id="fit" title="Fit to the view">Fit</button>
  </div>
  <main id="graph" aria-live="polite"></main>
  <p id="problem" role="alert" hidden></p>
  <script nonce="${escapeHTML(nonce)}" src="${escapeHTML(mermaidURI)}"></script>
  <script nonce="${escapeHTML(nonce)}" src="${escapeHTML(scriptURI)}"></script>
</body>
</html>
`;
}

/** @param {string} text */
function escapeHTML(text) {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

module.exports = { graphPage, escapeHTML };
