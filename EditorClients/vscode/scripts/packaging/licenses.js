'use strict';

const { existsSync, readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');

/**
 * Writes the licenses of packages into one text.
 *
 * @param {string[]} folders of the packages
 * @returns {string}
 */
function licensesOf(folders) {
  const entries = folders.map((folder) => licenseOf(folder));
  const unique = [...new Map(entries.map((entry) => [entry.title, entry])).values()];
  const sections = unique
    .sort((one, other) => (one.title < other.title ? -1 : 1))
    .map(({ title, text }) => `${'-'.repeat(80)}\n${title}\n${'-'.repeat(80)}\n\n${text.trim()}\n`);
  return `This extension contains the following packages.\n\n${sections.join('\n')}`;
}

/** @param {string} folder of a package */
function licenseOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice|third-?party-?notices)(\.|-|$)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(path.join(folder, file), 'utf8'));
  if (texts.length === 0 && typeof license !== 'string') {
    throw new Error(`${name} ${version} has no license: it cannot be part of the package.`);
  }
  const title = typeof license === 'string' ? `${name} ${version} (${license})` : `${name} ${version}`;
  return { title, text: texts.length === 0 ? `The package contains no text of the license ${license}.` : texts.join('\n\n') };
}

/**
 * A package and those that it depends on, directly or through others, as npm has installed them. A file that its author
 * has bundled contains any of them.
 *
 * @param {string} folder of the package
 * @returns {string[]} their folders
 */
function withDependencies(folder) {
  const found = new Set([folder]);
  for (const each of found) {
    const { dependencies = {} } = JSON.parse(readFileSync(path.join(each, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) {
      const dependency = resolve(each, name);
      if (dependency === undefined) throw new Error(`${name} is not installed: run npm install first.`);
      // Types are not part of any script.
      if (!name.startsWith('@types/')) found.add(dependency);
    }
  }
  return [...found].sort();
}

/**
 * Finds an installed package as Node does: in the closest folder `node_modules`.
 *
 * @param {string} folder
 * @param {string} name
 * @returns {string | undefined}
 */
function resolve(folder, name) {
  for (let parent = folder; ; parent = path.dirname(parent)) {
    const candidate = path.join(parent, 'node_modules', name);
    if (existsSync(path.join(candidate, 'package.json'))) return candidate;
    if (parent === path.dirname(parent)) return undefined;
  }
}

module.exports = { licensesOf, withDependencies };
