'use strict';

/** Runs of pipelines, with a server that a test plays. */

const assert = require('node:assert/strict');
const { mkdtempSync, rmSync, symlinkSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { beforeEach, test } = require('node:test');
const { loadExtension } = require('./fakes/load');

let code;
let runs;
let server;
let output;

beforeEach(() => {
  code = loadExtension({});
  const { Runs } = code.modules('runs.js');
  server = {
    executed: [],
    results: {},
    handlers: new Map(),
    client: {
      sent: [],
      onProgress: (_type, token, handler) => {
        server.progress = { token, handler };
        return { dispose: () => { server.progress = undefined; } };
      },
      sendNotification: async (method, params) => server.client.sent.push({ method, params }),
    },
    checkTrust: () => undefined,
    start: async () => undefined,
    onNotification: (method, handler) => server.handlers.set(method, handler),
    execute: async (command, argument, workDoneToken) => {
      server.executed.push({ command, argument: JSON.parse(JSON.stringify(argument)), workDoneToken });
      const result = server.results[command];
      return typeof result === 'function' ? result() : result;
    },
  };
  output = code.api.window.createOutputChannel('Kale Run');
  runs = new Runs(server, { of: () => undefined }, output, { end: () => undefined });
});

test('a run shows its progress and its output, and how it ended', async () => {
  server.results['kale.run'] = () => {
    server.progress.handler({ kind: 'begin', title: 'Running house-prices', percentage: 0 });
    server.progress.handler({ kind: 'report', message: 'load: running', percentage: 0 });
    server.progress.handler({ kind: 'report', message: 'load: done after 0.1 s', percentage: 100 });
    server.progress.handler({ kind: 'end', message: '0.1 s' });
    server.handlers.get('kale/runOutput')({ uri: 'n', text: 'a line' });
    return { succeeded: true, tasks: [{ name: 'load', state: 'done' }] };
  };
  await runs.run({ uri: 'n' });
  assert.equal(server.executed[0].workDoneToken.length, 36);
  assert.deepEqual(code.api.window.lastProgress.reports.slice(1), [
    { message: 'load: running', increment: 0 },
    { message: 'load: done after 0.1 s', increment: 100 },
  ]);
  assert.deepEqual(output.lines, ['a line\n']);
  assert.deepEqual(code.shown.information, ['The run succeeded: 1 step ran.']);
  assert.equal(server.progress, undefined);
});

test('a failed run is an error', async () => {
  server.results['kale.run'] = { succeeded: false, text: 'Python was not found.', tasks: [] };
  await runs.run({ uri: 'n' });
  assert.deepEqual(code.shown.error, ['Python was not found.']);
});

test('cancelling tells the server, which then fails', async () => {
  server.results['kale.run'] = () => {
    code.api.window.lastProgress.source.cancel();
    throw new Error('the client cancelled the request');
  };
  await assert.rejects(runs.run({ uri: 'n' }), code.api.CancellationError);
  assert.deepEqual(server.client.sent, [
    { method: 'window/workDoneProgress/cancel', params: { token: server.executed[0].workDoneToken } },
  ]);
});

test('a run leaves the output of the runs before', async () => {
  server.results['kale.run'] = async () => {
    server.handlers.get('kale/runOutput')({ uri: 'n', text: `run ${server.executed.length}` });
    if (server.executed.length === 1) await runs.run({ uri: 'other' });
    return { succeeded: true, tasks: [] };
  };
  await runs.run({ uri: 'n' });
  assert.deepEqual(output.lines, ['run 1\n', 'run 2\n']);
  await runs.run({ uri: 'n' });
  assert.deepEqual(output.lines, ['run 1\n', 'run 2\n', 'run 3\n']);
});

test('the Python is the one chosen in the Python extension, unless the environment names one', async (t) => {
  const before = process.env.KALE_LSP_PYTHON;
  t.after(() => setVariable(before));
  setVariable(undefined);
  server.results['kale.run'] = { succeeded: true, tasks: [] };
  code.api.extensions.getExtension = (name) => name === 'ms-python.python' && {
    activate: async () => ({
      environments: {
        getActiveEnvironmentPath: (resource) => ({ id: 'e', path: `${resource.fsPath}/.venv` }),
        resolveEnvironment: async ({ path }) => ({ executable: { uri: code.api.Uri.file(`${path}/bin/python`) } }),
      },
    }),
  };
  await runs.run({ uri: 'file:///n' });
  assert.deepEqual(server.executed[0].argument, { uri: 'file:///n', python: '/n/.venv/bin/python' });
  setVariable('python3');
  await runs.run({ uri: 'file:///n' });
  assert.deepEqual(server.executed[1].argument, { uri: 'file:///n' });
});

for (const configured of ['~/python', 'python3.12']) {
  test(`the Python that the settings name counts before the others: ${configured}`, async (t) => {
    const before = process.env.KALE_LSP_PYTHON;
    const { HOME } = process.env;
    const folder = mkdtempSync(path.join(tmpdir(), 'kale-python-'));
    process.env.HOME = folder;
    symlinkSync(process.execPath, path.join(folder, 'python'));
    t.after(() => {
      setVariable(before);
      process.env.HOME = HOME;
      rmSync(folder, { recursive: true });
    });
    setVariable('python3');
    code.workspace.settings['kale.python'] = configured;
    server.results['kale.run'] = { succeeded: true, tasks: [] };
    await runs.run({ uri: 'file:///n' });
    const python = configured.startsWith('~') ? path.join(folder, 'python') : configured;
    assert.deepEqual(server.executed[0].argument, { uri: 'file:///n', python });
  });
}

for (const configured of ['/nowhere/bin/python', __dirname, __filename]) {
  test(`a setting that names no program is said, and the server is not asked: ${path.basename(configured)}`, async () => {
    code.workspace.settings['kale.python'] = configured;
    await assert.rejects(runs.run({ uri: 'file:///n' }), {
      key: 'kale.python',
      message: `kale.python is set to ${configured}, which is not an executable file.`,
    });
    assert.deepEqual(server.executed, []);
  });
}

test('where the Python lacks packages, the setting that helps is named', async () => {
  const message = 'python3 lacks `seaborn`. Install it, or set `kale.python`.';
  server.results['kale.run'] = () => { throw new Error(message); };
  await assert.rejects(runs.run({ uri: 'file:///n' }), { key: 'kale.python', message });
});

test('a workspace does not choose the Python', async () => {
  code.workspace.workspaceSettings['kale.python'] = '/w/python';
  server.results['kale.run'] = { succeeded: true, tasks: [] };
  await runs.run({ uri: 'file:///n' });
  assert.deepEqual(server.executed[0].argument, { uri: 'file:///n' });
});

function setVariable(value) {
  if (value === undefined) delete process.env.KALE_LSP_PYTHON;
  else process.env.KALE_LSP_PYTHON = value;
}

test('parameters are asked for one by one, and those that were changed are sent', async () => {
  server.results['kale.graph'] = {
    text: JSON.stringify({ parameters: [{ name: 'n', type: 'int', default: 3 }, { name: 'a', type: 'str', default: 'x' }] }),
  };
  server.results['kale.run'] = { succeeded: true, tasks: [] };
  code.answers.push((question) => {
    assert.deepEqual([question.title, question.value], ['Parameter 1 of 2: n', '3']);
    return '5';
  }, 'x');
  await runs.runWithParameters('n');
  assert.deepEqual(server.executed.at(-1).argument, { uri: 'n', parameters: { n: 5 } });
});

test('no answer is no run', async () => {
  server.results['kale.graph'] = { text: JSON.stringify({ parameters: [{ name: 'n' }] }) };
  code.answers.push(undefined);
  await runs.runWithParameters('n');
  code.answers.push(undefined);
  await runs.submit('n');
  assert.deepEqual(server.executed.map(({ command }) => command), ['kale.graph']);
});

test('a submitted pipeline leads to its run', async () => {
  server.results['kale.run'] = { succeeded: true, runURL: 'http://kfp/run/1', tasks: [] };
  code.answers.push(' http://kfp ', 'Open Run');
  await runs.submit('n');
  assert.deepEqual(server.executed[0].argument, { uri: 'n', submit: { host: 'http://kfp' } });
  assert.deepEqual(code.shown.information, ['The pipeline was submitted.']);
  await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(code.shown.documents, [{ uri: 'http://kfp/run/1' }]);
});

test('the server that was named last is offered, as long as nobody names another', async () => {
  server.results['kale.run'] = { succeeded: true, tasks: [] };
  server.results['kale.schedules'] = { schedules: [] };
  const offered = [];
  /** @param {string | undefined} answer */
  const answering = (answer) => (/** @type {{ value: string }} */ { value }) => {
    offered.push(value);
    return answer;
  };
  code.answers.push(answering(' http://kfp '));
  await runs.submit('n');
  code.answers.push(answering(undefined));
  await runs.submit('n');
  code.answers.push(answering('http://kfp'));
  await code.modules('schedules.js').showSchedules(server, runs, 'n');
  code.answers.push(answering(''));
  await runs.upload('n');
  code.answers.push(answering(undefined));
  await runs.schedule('n');
  assert.deepEqual(offered, ['', 'http://kfp', 'http://kfp', 'http://kfp', '']);
});

test('a scheduled pipeline leads to its schedule, which is a cron expression or an interval', async () => {
  server.results['kale.run'] = { succeeded: true, runURL: 'http://kfp/schedule/1', tasks: [] };
  code.answers.push('', ({ validateInput }) => {
    assert.match(validateInput(' '), /cron expression/);
    assert.equal(validateInput('0 6 * * *'), undefined);
    return ' 0 6 * * * ';
  }, 'Open Schedule', 'http://kfp', '1h30m', undefined);
  await runs.schedule('n');
  await runs.schedule('n');
  await runs.schedule('n');
  assert.deepEqual(server.executed.map(({ argument }) => argument.submit), [
    { schedule: '0 6 * * *' }, { host: 'http://kfp', scheduleEvery: '1h30m' },
  ]);
  assert.equal(code.shown.information[0], 'The pipeline was scheduled.');
  assert.deepEqual(code.shown.documents, [{ uri: 'http://kfp/schedule/1' }]);
});

test('an uploaded pipeline leads to its version', async () => {
  server.results['kale.run'] = { succeeded: true, runURL: 'http://kfp/pipeline/1', tasks: [] };
  code.answers.push('', 'Open Pipeline');
  await runs.upload('n');
  assert.deepEqual(server.executed[0].argument, { uri: 'n', submit: { upload: true } });
  assert.deepEqual(code.shown.information, ['The pipeline was uploaded.']);
  assert.deepEqual(code.shown.documents, [{ uri: 'http://kfp/pipeline/1' }]);
});

const NIGHTLY = { id: '1', name: 'nightly', times: '0 6 * * *', enabled: true, experiment: 'x' };
const WEEKLY = { id: '2', name: 'weekly', times: 'every 1w', enabled: false, experiment: null };

test('the schedules of a server are listed, and one that is chosen is removed once that is confirmed', async () => {
  const { showSchedules } = code.modules('schedules.js');
  server.results['kale.schedules'] = { schedules: [NIGHTLY, WEEKLY] };
  const choose = (items) => {
    assert.deepEqual(items.map(({ label, description, detail }) => [label, description, detail]), [
      ['nightly', '0 6 * * *', 'enabled · experiment x'], ['weekly', 'every 1w', 'disabled'],
    ]);
    return items[0];
  };
  code.answers.push('http://kfp', choose);
  await showSchedules(server, runs, 'n');
  assert.deepEqual(server.executed.map(({ command }) => command), ['kale.schedules']);
  assert.deepEqual(server.executed[0].argument, { uri: 'n', host: 'http://kfp' });
  code.answers.push('http://kfp', choose, 'Remove');
  await showSchedules(server, runs, 'n');
  assert.equal(code.shown.warning.at(-1), 'Remove the schedule nightly? Runs that it has started go on.');
  assert.deepEqual(server.executed.at(-1).argument, { uri: 'n', host: 'http://kfp', schedule: '1' });
  assert.deepEqual(code.shown.information, ['Removed the schedule nightly.']);
});

test('a server without schedules says so, and nothing is asked without a server', async () => {
  const { showSchedules } = code.modules('schedules.js');
  server.results['kale.schedules'] = { schedules: [] };
  code.answers.push('');
  await showSchedules(server, runs, 'n');
  assert.deepEqual(code.shown.information, ['The server has no schedules.']);
  code.answers.push(undefined);
  await showSchedules(server, runs, 'n');
  assert.deepEqual(server.executed.map(({ command }) => command), ['kale.schedules']);
});
