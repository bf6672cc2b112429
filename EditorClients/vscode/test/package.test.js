'use strict';

/**
 * The script that makes packages, with small libraries in the place of those that npm installs. esbuild is the one of
 * `node_modules`, or the one on PATH.
 */

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { after, before, test } = require('node:test');
const { inflateRawSync } = require('node:zlib');
const { makePackages, programsFrom } = require('../scripts/package');
const { TARGETS } = require('../scripts/packaging/program');

const EXTENSION = path.join(__dirname, '..');
let root;

/** The libraries: one that the client depends on, one that Mermaid has bundled, and types, which are in no script. */
const LIBRARIES = {
  'vscode-languageclient': { version: '9.0.1', license: 'MIT', main: 'node.js', dependencies: { 'vscode-jsonrpc': '*' } },
  'vscode-jsonrpc': { version: '8.2.0', license: 'MIT' },
  mermaid: { version: '11.0.0', license: 'MIT', dependencies: { d3: '*', '@types/d3': '*' } },
  d3: { version: '7.0.0', license: 'ISC' },
  '@types/d3': { version: '7.0.0', license: 'MIT' },
  unused: { version: '1.0.0', license: 'MIT' },
};

before(() => {
  root = mkdtempSync(path.join(tmpdir(), 'kale-package-'));
  for (const name of ['src', 'media', 'walkthrough', 'package.json', 'README.md', 'CHANGELOG.md', 'LICENSE']) {
    cpSync(path.join(EXTENSION, name), path.join(root, name), { recursive: true });
  }
  for (const [name, manifest] of Object.entries(LIBRARIES)) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, ...manifest }));
    write(`node_modules/${name}/LICENSE`, `License of ${name}`);
    write(`node_modules/${name}/index.js`, `exports.name = '${name}';`);
  }
  write('node_modules/vscode-languageclient/node.js', "exports.jsonrpc = require('vscode-jsonrpc');");
  write('node_modules/vscode-languageclient/lib/node/terminateProcess.sh', '#!/bin/sh\n');
  write('node_modules/mermaid/dist/mermaid.min.js', 'mermaid');
});

after(() => rmSync(root, { recursive: true }));

function write(name, content) {
  const file = path.join(root, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content);
  return file;
}

/** A program with the header of one of a platform, and no more than that. */
function programFor(target) {
  const [system, processor] = target.split('-');
  const header = Buffer.alloc(64);
  if (system === 'darwin') {
    header.writeUInt32LE(0xfeedfacf, 0);
    header.writeUInt32LE(processor === 'arm64' ? 0x0100000c : 0x01000007, 4);
  } else {
    header.write('\x7fELF', 'latin1');
    header.writeUInt16LE(processor === 'arm64' ? 0xb7 : 0x3e, 18);
  }
  return write(`programs/${target}`, header);
}

/** Reads an archive by its directory, as VS Code does: the content and the permissions of each file. */
function unzip(file) {
  const archive = readFileSync(file);
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const files = new Map();
  let offset = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count -= 1) {
    const nameLength = archive.readUInt16LE(offset + 28);
    const name = archive.toString('utf8', offset + 46, offset + 46 + nameLength);
    const member = archive.readUInt32LE(offset + 42);
    const start = member + 30 + archive.readUInt16LE(member + 26) + archive.readUInt16LE(member + 28);
    const content = inflateRawSync(archive.subarray(start, start + archive.readUInt32LE(offset + 20)));
    files.set(name, { content, mode: archive.readUInt32LE(offset + 38) >>> 16 });
    offset += 46 + nameLength;
  }
  return files;
}

const make = (options) => makePackages({ root, output: path.join(root, 'out'), programs: undefined, ...options });

test('a package has the script and the libraries in few files, and nothing of development', () => {
  const [file] = make({});
  assert.match(path.basename(file), /^kale-lsp-\d+\.\d+\.\d+\.vsix$/);
  const files = unzip(file);
  const scripts = [...files.keys()].filter((name) => /\.(js|txt|sh)$/.test(name));
  assert.deepEqual(scripts.sort(), [
    'extension/LICENSE.txt', 'extension/ThirdPartyNotices.txt', 'extension/dist/extension.js',
    'extension/dist/terminateProcess.sh', 'extension/media/drawing.js', 'extension/media/form.js',
    'extension/media/formFields.js', 'extension/media/graph.js', 'extension/media/mermaid.min.js',
    'extension/media/proposal.js',
  ]);
  assert.ok([...files.keys()].every((name) => !/node_modules|test|scripts|tsconfig/.test(name)));
  const manifest = JSON.parse(files.get('extension/package.json').content);
  assert.equal(manifest.main, './dist/extension.js');
  assert.deepEqual([manifest.scripts, manifest.dependencies, manifest.devDependencies, manifest.engines.node], []
    .concat(undefined, undefined, undefined, undefined));
  const described = String(files.get('extension.vsixmanifest').content);
  assert.ok(described.includes(`Value="${manifest.engines.vscode}"`));
  assert.doesNotMatch(described, /TargetPlatform/);
  for (const [, asset] of described.matchAll(/Path="([^"]+)"/g)) assert.ok(files.has(asset), asset);
});

test('the script contains the language client, and requires VS Code alone', () => {
  const [file] = make({});
  const script = write('out/extension.js', unzip(file).get('extension/dist/extension.js').content);
  const required = String(readFileSync(script)).match(/require\("[^"]+"\)/g);
  const others = new Set(required.filter((each) => !each.startsWith('require("node:')));
  assert.deepEqual([...others], ['require("vscode")']);
  execFileSync(process.execPath, ['--check', script]);
});

test('the licenses of all libraries that are part of the package, and of no others, are in it', () => {
  const [file] = make({});
  const text = String(unzip(file).get('extension/ThirdPartyNotices.txt').content);
  for (const name of ['vscode-languageclient', 'vscode-jsonrpc', 'mermaid', 'd3']) {
    assert.ok(text.includes(`License of ${name}`), name);
  }
  assert.doesNotMatch(text, /unused|@types/);
  assert.match(text, /^vscode-jsonrpc 8\.2\.0 \(MIT\)$/m);
});

test('a library without a license cannot be part of a package', () => {
  const file = path.join(root, 'node_modules/d3/package.json');
  const { license, ...rest } = JSON.parse(readFileSync(file, 'utf8'));
  write('node_modules/d3/LICENSE', 'License of d3');
  rmSync(path.join(root, 'node_modules/d3/LICENSE'));
  writeFileSync(file, JSON.stringify(rest));
  assert.throws(() => make({}), /d3 7\.0\.0 has no license/);
  writeFileSync(file, JSON.stringify({ license, ...rest }));
  write('node_modules/d3/LICENSE', 'License of d3');
});

test('each platform has its own package, with its own program, which can be executed', () => {
  const targets = ['linux-x64', 'linux-arm64', 'alpine-x64', 'darwin-arm64', 'darwin-x64'];
  const programs = new Map(targets.map((target) => [target, programFor(target)]));
  const files = make({ programs });
  assert.deepEqual(files.map((file) => /^kale-lsp-(.+)-\d+\.\d+\.\d+\.vsix$/.exec(path.basename(file))[1]), targets);
  for (const [index, target] of targets.entries()) {
    const packaged = unzip(files[index]);
    assert.ok(String(packaged.get('extension.vsixmanifest').content).includes(`TargetPlatform="${target}"`));
    const program = packaged.get('extension/bin/kale-lsp');
    assert.deepEqual(program.content, readFileSync(programs.get(target)));
    assert.equal(program.mode, 0o100755);
    assert.equal(packaged.get('extension/README.md').mode, 0o100644);
  }
});

for (const [target, other] of [['linux-x64', 'linux-arm64'], ['darwin-arm64', 'darwin-x64'], ['linux-x64', 'darwin-x64']]) {
  test(`a program for ${other} is not packaged for ${target}`, () => {
    assert.throws(() => make({ programs: new Map([[target, programFor(other)]]) }), new RegExp(`not one for ${target}`));
  });
}

test('the same files make the same package', () => {
  const [file] = make({});
  const first = readFileSync(file);
  make({});
  assert.deepEqual(readFileSync(file), first);
});

test('the command line names a program for each platform, or none', () => {
  assert.deepEqual(programsFrom(['linux-x64=a', 'darwin-arm64=/b=c']), new Map([['linux-x64', 'a'], ['darwin-arm64', '/b=c']]));
  assert.equal(programsFrom(['none']), undefined);
  assert.deepEqual([...programsFrom([]).keys()], [`${process.platform}-${process.arch}`]);
  for (const wrong of ['linux-x64', 'linux-x64=', 'solaris-x64=a', 'a']) {
    assert.throws(() => programsFrom([wrong]), /Expected PLATFORM=PROGRAM, got/);
  }
});

test('the workflow makes a package for each platform', () => {
  const workflow = readFileSync(path.join(EXTENSION, '../../.github/workflows/release.yml'), 'utf8');
  const targets = [...workflow.matchAll(/^ +extensions: (.+)$/gm)].flatMap(([, line]) => line.split(' '));
  assert.deepEqual(targets.sort(), [...TARGETS].sort());
});

test('without libraries the script says what to do', () => {
  rmSync(path.join(root, 'node_modules/mermaid'), { recursive: true });
  assert.throws(() => make({}), /mermaid is not installed: run npm install first/);
  assert.ok(statSync(path.join(root, 'node_modules/vscode-languageclient')).isDirectory());
});
