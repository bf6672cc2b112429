'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { findServer } = require('../src/logic/binary');

/** Surroundings in which the named files, and no others, are programs. */
function surroundings(programs, change = {}) {
  return {
    configured: '',
    workspaceFolder: '/work/project',
    extensionFolder: '/extension',
    environment: { PATH: '/usr/bin:/home/ada/.local/bin', TOOLS: '/opt/tools' },
    platform: 'linux',
    homeFolder: '/home/ada',
    isExecutable: (file) => programs.includes(file),
    mayStart: () => true,
    ...change,
  };
}

test('the setting counts more than the bundled program, and that more than PATH', () => {
  const programs = ['/opt/kale-lsp', '/extension/bin/kale-lsp', '/home/ada/.local/bin/kale-lsp'];
  assert.deepEqual(findServer(surroundings(programs, { configured: '/opt/kale-lsp' })), {
    path: '/opt/kale-lsp', origin: 'setting',
  });
  assert.deepEqual(findServer(surroundings(programs)), { path: '/extension/bin/kale-lsp', origin: 'bundled' });
  assert.deepEqual(findServer(surroundings(programs.slice(2))), {
    path: '/home/ada/.local/bin/kale-lsp', origin: 'PATH',
  });
});

for (const [configured, file] of [
  ['~/bin/kale-lsp', '/home/ada/bin/kale-lsp'],
  ['${userHome}/kale-lsp', '/home/ada/kale-lsp'],
  ['${workspaceFolder}/.build/kale-lsp', '/work/project/.build/kale-lsp'],
  ['${env:TOOLS}/kale-lsp', '/opt/tools/kale-lsp'],
  ['build/kale-lsp', '/work/project/build/kale-lsp'],
  ['  /opt/kale-lsp ', '/opt/kale-lsp'],
  ['~ada/kale-lsp', '/work/project/~ada/kale-lsp'],
]) {
  test(`kale.server.path ${configured}`, () => {
    assert.equal(findServer(surroundings([file], { configured })).path, file);
  });
}

test('a setting that names no program is said, and nothing else is taken instead', () => {
  const found = findServer(surroundings(['/usr/bin/kale-lsp'], { configured: '/nowhere/kale-lsp' }));
  assert.match(found.problem, /kale\.server\.path is set to \/nowhere\/kale-lsp/);
});

test('a program that may not be started is an error in the setting, and passed over on PATH', () => {
  const mayStart = (program) => !program.startsWith('/work/project/');
  const inProject = ['/work/project/tools/kale-lsp', '/usr/bin/kale-lsp'];
  const found = findServer(surroundings(inProject, { configured: '${workspaceFolder}/tools/kale-lsp', mayStart }));
  assert.match(found.problem, /\/work\/project\/tools\/kale-lsp, which is in this untrusted workspace/);
  const environment = { PATH: '/work/project/tools:/usr/bin' };
  assert.equal(findServer(surroundings(inProject, { environment, mayStart })).path, '/usr/bin/kale-lsp');
});

test('the folder for programs of the user is searched last: a window often has a PATH without it', () => {
  const programs = ['/usr/bin/kale-lsp', '/home/ada/.local/bin/kale-lsp'];
  const environment = { PATH: '/usr/bin' };
  assert.equal(findServer(surroundings(programs, { environment })).path, '/usr/bin/kale-lsp');
  assert.deepEqual(findServer(surroundings(programs.slice(1), { environment })), {
    path: '/home/ada/.local/bin/kale-lsp', origin: 'user folder',
  });
  const mayStart = (program) => !program.startsWith('/home/ada/');
  assert.match(findServer(surroundings(programs.slice(1), { environment, mayStart })).problem, /not found/);
});

test('relative folders of PATH are not searched', () => {
  const found = findServer(surroundings(['kale-lsp', 'tools/kale-lsp'], { environment: { PATH: '.:tools::' } }));
  assert.match(found.problem, /not found on PATH/);
});

test('an environment without PATH is no fault', () => {
  assert.match(findServer(surroundings([], { environment: {} })).problem, /not found/);
});
