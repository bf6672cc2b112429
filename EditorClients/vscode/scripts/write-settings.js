'use strict';

/** Writes `contributes.configuration` of package.json anew, from the server's schema of its settings. */

const { readFileSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { configurationFor } = require('../src/logic/settings');

const root = path.join(__dirname, '..');
const manifestFile = path.join(root, 'package.json');
const schemaFile = path.join(root, '..', '..', 'docs', 'rules', 'settings.schema.json');

const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
manifest.contributes.configuration = configurationFor(JSON.parse(readFileSync(schemaFile, 'utf8')));
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);
