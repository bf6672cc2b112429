'use strict';

/**
 * Pages of web views. They hold nothing of the notebook: what they show comes as messages. Nothing is loaded but the
 * extension's own files.
 */

/**
 * @typedef {object} WebPage
 * @property {string} title
 * @property {string} cspSource what VS Code calls the extension's own files in a content security policy
 * @property {string} nonce
 * @property {string[]} scripts
 * @property {string[]} styles
 * @property {string} body
 */

/**
 * @param {WebPage} page
 * @returns {string}
 */
function webPage({ title, cspSource, nonce, scripts, styles, body }) {
  // Mermaid sets colors by style elements inside the picture, hence 'unsafe-inline' for styles alone.
  const policy = [
    "default-src 'none'",
    `style-src ${cspSource} 'unsafe-inline'`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    'img-src data:',
  ].join('; ');
  const lines = [
    ...styles.map((uri) => `<link rel="stylesheet" href="${escapeHTML(uri)}">`),
    `<title>${escapeHTML(title)}</title>`,
  ];
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="${escapeHTML(policy)}">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  ${lines.join('\n  ')}
</head>
<body>
${body}
${scripts.map((uri) => `  <script nonce="${escapeHTML(nonce)}" src="${escapeHTML(uri)}"></script>`).join('\n')}
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

/** The page of the graph view. Mermaid, which draws the graph, escapes what it draws. */
const GRAPH_BODY = `  <div id="tools" role="toolbar" aria-label="View">
    <button id="larger" title="Larger" aria-label="Larger">+</button>
    <button id="smaller" title="Smaller" aria-label="Smaller">−</button>
    <button id="fit" title="Fit to the view">Fit</button>
  </div>
  <main id="graph" aria-live="polite"></main>
  <p id="problem" role="alert" hidden></p>`;

/** The page of a form. */
const FORM_BODY = `  <header>
    <h2 id="title"></h2>
    <button id="undo" type="button" class="secondary" hidden>Undo</button>
  </header>
  <p id="empty"></p>
  <button id="make" type="button" hidden>Make This a Pipeline…</button>
  <form id="fields"></form>
  <button id="schedule" type="button" class="secondary" hidden>Schedule…</button>
  <p id="said" class="for-readers" role="status"></p>`;

/** The page of a proposal. */
const PROPOSAL_BODY = `  <header>
    <h1>Make this a pipeline</h1>
    <p>This is what the notebook would become. Change roles and names here, and apply it as one edit.</p>
    <div class="bar">
      <label for="pipeline">Pipeline name</label>
      <input id="pipeline" type="text" spellcheck="false">
      <div class="buttons">
        <button id="apply" type="button">Apply</button>
        <button id="cancel" type="button" class="secondary">Cancel</button>
      </div>
    </div>
    <p id="said" class="help" role="status"></p>
    <p id="problem" class="problem error" role="alert" hidden></p>
  </header>
  <main>
    <section aria-label="Cells"><ol id="cells"></ol></section>
    <section aria-label="Pipeline">
      <div id="graph" role="img" aria-label="The pipeline that would result"></div>
      <h2 id="problems-title"></h2>
      <ul id="problems"></ul>
    </section>
  </main>`;

module.exports = { FORM_BODY, GRAPH_BODY, PROPOSAL_BODY, escapeHTML, webPage };
