'use strict';

const { randomBytes } = require('node:crypto');
const vscode = require('vscode');
const { webPage } = require('./logic/webPage');

/**
 * Lets a web view show a page of the extension, with scripts and styles of the folder `media`.
 *
 * @param {vscode.Webview} webview
 * @param {vscode.Uri} extensionURI
 * @param {{ title: string, body: string, scripts: string[], styles: string[] }} page
 */
function showPage(webview, extensionURI, { title, body, scripts, styles }) {
  const media = vscode.Uri.joinPath(extensionURI, 'media');
  /** @param {string} file */
  const resource = (file) => webview.asWebviewUri(vscode.Uri.joinPath(media, file)).toString();
  webview.options = { enableScripts: true, localResourceRoots: [media] };
  webview.html = webPage({
    title,
    body,
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64'),
    scripts: scripts.map(resource),
    styles: styles.map(resource),
  });
}

module.exports = { showPage };
