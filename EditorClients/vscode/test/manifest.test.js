'use strict';

const assert = require('node:assert/strict');
const { existsSync, readFileSync, readdirSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const { configurationFor } = require('../src/logic/settings');

const root = path.join(__dirname, '..');
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const schema = JSON.parse(readFileSync(path.join(root, '../../docs/rules/settings.schema.json'), 'utf8'));
const { contributes } = manifest;

function sources(folder = path.join(root, 'src')) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8'))
    .join('\n');
}

test('the settings are those of the server and of the extension; `npm run settings` writes them', () => {
  assert.deepEqual(contributes.configuration, configurationFor(schema));
  for (const name of Object.keys(schema.properties)) assert.ok(`kale.${name}` in contributes.configuration.properties);
});

test('the commands of the palette are those that the extension registers', () => {
  const registered = new Set(sources().match(/(?<=^ {4}')kaleLsp\.\w+(?=':)/gm));
  assert.deepEqual(contributes.commands.map(({ command }) => command).sort(), [...registered].sort());
});

test('no command has a name of the server\'s, which the language client registers itself', () => {
  for (const { command } of contributes.commands) assert.match(command, /^kaleLsp\./);
});

test('menus and the walkthrough name commands that there are', () => {
  const commands = new Set(contributes.commands.map(({ command }) => command));
  const { keybindings, menus, walkthroughs } = contributes;
  const inMenus = [...Object.values(menus).flat(), ...keybindings].map(({ command }) => command);
  const inWalkthroughs = JSON.stringify(walkthroughs).match(/(?<=[cC]ommand:)kaleLsp\.\w+/g);
  for (const command of [...inMenus, ...inWalkthroughs]) assert.ok(commands.has(command), command);
});

test('conditions of menus, keys and the walkthrough look at context keys that the extension sets', () => {
  const set = new Set(sources().match(/(?<=')kaleLsp\.(has|is)\w+(?=')/g));
  const { keybindings, menus, views, walkthroughs } = contributes;
  const conditional = [
    ...[...Object.values(menus), ...Object.values(views)].flat(), ...keybindings, ...walkthroughs.flatMap(({ steps }) => steps),
  ];
  const used = JSON.stringify(conditional.map(({ when }) => when))
    .match(/kaleLsp\.\w+/g);
  assert.deepEqual([...new Set(used)].sort(), [...set].sort());
});

test('views of the side bar are those that the extension provides', () => {
  const provided = new Set(sources().match(/(?<=')kale\.(step|pipeline)Form(?=')/g));
  assert.deepEqual(Object.values(contributes.views).flat().map(({ id }) => id).sort(), [...provided].sort());
});

test('the extension is activated by every document that may be a notebook', () => {
  const { NOTEBOOK_TYPE, TEXT_SELECTOR } = require('../src/logic/documents');
  const languages = new Set(TEXT_SELECTOR.map(({ language }) => language));
  const expected = [`onNotebook:${NOTEBOOK_TYPE}`, ...[...languages].map((language) => `onLanguage:${language}`)];
  assert.deepEqual([...manifest.activationEvents].sort(), expected.sort());
});

test('the settings page shows the rules as a table, which takes a type for each', () => {
  const { properties, patternProperties } = contributes.configuration.properties['kale.rules'];
  for (const [name, { type }] of Object.entries({ ...properties, ...patternProperties })) {
    assert.equal(type, 'string', name);
  }
});

test('files that the manifest names are there', () => {
  const media = contributes.walkthroughs.flatMap(({ steps }) => steps.map(({ media }) => media.markdown ?? media.svg));
  const icons = [...contributes.viewsContainers.activitybar, ...Object.values(contributes.views).flat()].map(({ icon }) => icon);
  const files = [manifest.main, manifest.icon, ...icons, ...media, 'README.md', 'CHANGELOG.md', 'LICENSE'];
  for (const file of files) assert.ok(existsSync(path.join(root, file)), file);
  for (const page of media.filter((file) => file.endsWith('.md'))) {
    const text = readFileSync(path.join(root, page), 'utf8');
    for (const [, file] of text.matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      assert.ok(existsSync(path.join(root, path.dirname(page), file)), `${page}: ${file}`);
    }
  }
});

test('the icon is a picture of 128 or more pixels each way', () => {
  const icon = readFileSync(path.join(root, manifest.icon));
  assert.equal(icon.toString('latin1', 1, 4), 'PNG');
  assert.ok(icon.readUInt32BE(16) >= 128 && icon.readUInt32BE(16) === icon.readUInt32BE(20));
});

test('settings that name programs are restricted to trusted workspaces', () => {
  const { restrictedConfigurations, supported } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, 'limited');
  const ofProgram = Object.keys(contributes.configuration.properties).filter((name) => name.startsWith('kale.server.'));
  assert.deepEqual([...restrictedConfigurations].sort(), ofProgram.sort());
});

test('a workspace, trusted or not, does not choose the Python that runs pipelines', () => {
  assert.equal(contributes.configuration.properties['kale.python'].scope, 'machine');
});

test('the logic does not know VS Code', () => {
  assert.doesNotMatch(sources(path.join(root, 'src/logic')), /require\('vscode/);
});

test('the version is that of the changelog', () => {
  const changelog = readFileSync(path.join(root, 'CHANGELOG.md'), 'utf8');
  assert.ok(changelog.includes(`## ${manifest.version}`));
});

test('what helps when the server does not run is in the menu of the notebook, under the name of Kale', () => {
  const titles = new Map(contributes.commands.map(({ command, shortTitle, title }) => [command, shortTitle ?? title]));
  const inMenu = contributes.menus['notebook/toolbar'].filter(({ group }) => group.startsWith('kale_server'));
  assert.deepEqual(inMenu.map(({ command }) => titles.get(command)), ['Kale: Restart Server', 'Kale: Show Output']);
  // Not a key that the server's answers set.
  for (const { when } of inMenu) assert.doesNotMatch(when, /hasNotebook|isPipeline/);
});

test('a run can be stopped where the toolbar has room for a single button', () => {
  const toolbar = contributes.menus['notebook/toolbar'].filter(({ group }) => group.startsWith('navigation/kale'));
  const [first] = toolbar.sort((a, b) => a.group.localeCompare(b.group));
  assert.equal(first.command, 'kaleLsp.stopRun');
});
