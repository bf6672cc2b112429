'use strict';

/** Puts Mermaid's single file, which the graph view loads, among the extension's media. */

const { copyFileSync, existsSync } = require('node:fs');
const path = require('node:path');

const from = path.join(__dirname, '..', 'node_modules', 'mermaid', 'dist', 'mermaid.min.js');
const to = path.join(__dirname, '..', 'media', 'mermaid.min.js');

if (!existsSync(from)) {
  console.error('Mermaid is not installed: run npm install first.');
  process.exit(1);
}
copyFileSync(from, to);
