import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { DocumentNames } from '../labextension/static/notebook/documentNames.js';
import { KaleNotebook } from '../labextension/static/notebook/kaleNotebook.js';
import { ErrorCode, ResponseError } from '../labextension/static/protocol/jsonRPC.js';
import { status } from '../labextension/static/view/statusItem.js';
import { SharedNotebook } from './sharedModels.js';

const settled = () => new Promise(setImmediate);
const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };

/** A server that notes what it is told and answers from a table. */
class Server {
  log = [];
  answers = {};

  notify(method, params) {
    this.log.push([method, params]);
  }

  async request(method, params) {
    this.log.push([method, params]);
    const answer = this.answers[method];
    return typeof answer === 'function' ? answer(params) : (answer ?? null);
  }

  get methods() {
    return this.log.map(([method]) => method);
  }
}

function opened() {
  const server = new Server();
  const shared = new SharedNotebook([{ source: 'a', metadata: { tags: ['stp:a'] } }, { source: 'b' }]);
  const notebook = new KaleNotebook(shared, new DocumentNames('file:///home', 'x.ipynb', 'w'), server);
  notebook.open();
  return { server, shared, notebook, first: notebook.cellURI(shared.cells[0]) };
}

test('the notebook and its cells are its own, those of another window are not', () => {
  const { notebook, first } = opened();
  assert.ok(notebook.owns(notebook.uri) && notebook.owns(first));
  assert.ok(!notebook.owns('file:///home/x.ipynb#w2') && !notebook.owns('file:///home/x.ipynb'));
});

test('a question is asked about the notebook as it is', async () => {
  const { server, shared, notebook, first } = opened();
  shared.cells[0].source = 'aa';
  notebook.contentChanged();
  await notebook.hover(first, { line: 0, character: 0 });
  assert.deepEqual(server.methods, [
    'notebookDocument/didOpen',
    'kale/outline',
    'notebookDocument/didChange',
    'textDocument/hover'
  ]);
});

test('a notebook has been read once the server has answered, even if it does not handle the notebook', async () => {
  const { notebook } = opened();
  let changes = 0;
  notebook.changed.connect(() => {
    changes += 1;
  });
  assert.equal(notebook.isRead, false);
  await settled();
  assert.deepEqual([notebook.isRead, notebook.outline, changes], [true, null, 1]);
  await notebook.refreshOutline();
  assert.equal(changes, 1);
  notebook.forget();
  assert.equal(notebook.isRead, false);
});

test('typing is told when it rests', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { server, shared, notebook } = opened();
    for (const source of ['aa', 'aaa']) {
      shared.cells[0].source = source;
      notebook.contentChanged();
      mock.timers.tick(50);
    }
    assert.ok(!server.methods.includes('notebookDocument/didChange'));
    mock.timers.tick(100);
    assert.equal(server.methods.filter(method => method === 'notebookDocument/didChange').length, 1);
  } finally {
    mock.timers.reset();
  }
});

test('a cell that prints all the time does not keep what is typed in another from being told', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { server, shared, notebook } = opened();
    shared.cells[0].source = 'aa';
    for (let prints = 0; prints < 30; prints += 1) {
      notebook.contentChanged();
      mock.timers.tick(50);
    }
    assert.equal(server.methods.filter(method => method === 'notebookDocument/didChange').length, 1);
  } finally {
    mock.timers.reset();
  }
});

test('a Kale notebook may have no steps', async () => {
  const { server, notebook } = opened();
  for (const [roles, hasSteps] of [
    [['imports', 'none'], false],
    [['imports', 'step'], true],
    [['notebook'], true]
  ]) {
    server.answers['kale/outline'] = { isKaleNotebook: true, cells: roles.map(role => ({ role })) };
    await notebook.refreshOutline();
    assert.equal(notebook.hasSteps, hasSteps);
  }
});

test('of a notebook that has only a configuration nothing is told at cells but errors and warnings', async () => {
  const { server, shared, notebook } = opened();
  const uri = notebook.cellURI(shared.cells[0]);
  const told = async (role, ...severities) => {
    server.answers['kale/outline'] = { isKaleNotebook: true, cells: [{ uri, role, step: null }] };
    await notebook.refreshOutline();
    notebook.receiveDiagnostics({ uri, diagnostics: severities.map(severity => ({ severity, message: '', range })) });
    const { text } = status({ panel: {}, server, notebook, activities: { describe: () => null } });
    return [notebook.isTold(uri, true), text];
  };
  assert.deepEqual(await told('none'), [false, '']);
  assert.deepEqual(await told('none', 4), [false, '']);
  assert.deepEqual(await told('none', 1), [true, 'Kale: 1 error']);
  assert.deepEqual(await told('imports'), [true, 'Kale: 0 steps, no problems']);
});

test('of outlines that overtake each other, the one asked for last counts', async () => {
  const { server, notebook } = opened();
  const answers = [];
  server.answers['kale/outline'] = () => new Promise(resolve => answers.push(resolve));
  notebook.refreshOutline();
  notebook.refreshOutline();
  answers[1]({ isKaleNotebook: true, cells: [], name: 'new' });
  await settled();
  answers[0]({ isKaleNotebook: true, cells: [], name: 'old' });
  await settled();
  assert.equal(notebook.outline.name, 'new');
});

test('the outline is asked for when typing rests, and at once after an edit', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { server, shared, notebook, first } = opened();
    const questions = () => server.methods.filter(method => method === 'kale/outline').length;
    assert.equal(questions(), 1);
    shared.cells[0].source = 'aa';
    notebook.contentChanged();
    notebook.flush();
    notebook.outlineChanged();
    notebook.outlineChanged();
    assert.equal(questions(), 1);
    const edits = [{ kind: 'cellMetadata', cell: first, metadata: { tags: ['step:a'] } }];
    notebook.applyNotebookEdit({ edit: { notebookDocument: { uri: notebook.uri, version: 2 }, edits } });
    notebook.outlineChanged();
    assert.equal(questions(), 2);
  } finally {
    mock.timers.reset();
  }
});

test('diagnostics are listed by cells, those of cells that go are dropped', () => {
  const { shared, notebook, first } = opened();
  const second = notebook.cellURI(shared.cells[1]);
  notebook.receiveDiagnostics({
    uri: second,
    diagnostics: [
      { message: 'w', severity: 2, range },
      { message: 'e', severity: 1, range }
    ]
  });
  notebook.receiveDiagnostics({ uri: first, diagnostics: [{ message: 'f', severity: 1, range }] });
  notebook.receiveDiagnostics({ uri: notebook.uri, diagnostics: [{ message: 'whole', severity: 1, range }] });
  assert.deepEqual(
    notebook.allDiagnostics.map(({ cell, diagnostic }) => [cell, diagnostic.message]),
    [
      [null, 'whole'],
      [0, 'f'],
      [1, 'e'],
      [1, 'w']
    ]
  );
  shared.cells.pop();
  notebook.flush();
  assert.deepEqual(notebook.diagnosticsOf(second), []);
});

test('code actions are asked for with the problems at the place', async () => {
  const { server, notebook, first } = opened();
  const far = { start: { line: 3, character: 0 }, end: { line: 3, character: 1 } };
  notebook.receiveDiagnostics({
    uri: first,
    diagnostics: [
      { message: 'here', range },
      { message: 'far', range: far }
    ]
  });
  assert.deepEqual(await notebook.codeActions(first, range), []);
  const [, { context }] = server.log.at(-1);
  assert.deepEqual(
    context.diagnostics.map(({ message }) => message),
    ['here']
  );
});

test('an edit of the notebook is made if it is meant for the notebook as it is', async () => {
  const { server, shared, notebook, first } = opened();
  const edits = [{ kind: 'cellMetadata', cell: first, metadata: { tags: ['step:a'] } }];
  const stale = notebook.applyNotebookEdit({
    edit: { notebookDocument: { uri: notebook.uri, version: 7 }, edits }
  });
  assert.equal(stale.applied, false);
  const params = { edit: { notebookDocument: { uri: notebook.uri, version: 1 }, edits } };
  shared.cells[1].source = 'not told yet';
  assert.equal(notebook.applyNotebookEdit(params).applied, false);
  shared.cells[1].source = 'b';
  assert.deepEqual(notebook.applyNotebookEdit(params), { applied: true });
  assert.deepEqual(shared.cells[0].metadata.tags, ['step:a']);
  assert.ok(server.methods.includes('notebookDocument/didChange'));
});

test('a code action is resolved where it has to be, edits first and commands then', async () => {
  const { server, shared, notebook, first } = opened();
  server.answers['codeAction/resolve'] = action => ({
    ...action,
    edit: {
      documentChanges: [{ textDocument: { uri: first, version: 1 }, edits: [{ range, newText: 'x' }] }]
    },
    command: { command: 'kale.compile', arguments: [1] }
  });
  await notebook.perform({ title: 'Fix' });
  assert.equal(shared.cells[0].source, 'x');
  assert.deepEqual(server.log.at(-1), [
    'workspace/executeCommand',
    { command: 'kale.compile', arguments: [1] }
  ]);
});

test('a code action for an older version of the notebook is asked for again, once', async () => {
  const { server, notebook, first } = opened();
  let version = 0;
  server.answers['textDocument/codeAction'] = () => [
    { title: 'Fix', command: { command: 'fix', arguments: [++version] } }
  ];
  server.answers['workspace/executeCommand'] = params => {
    if (params.arguments[0] === 1) throw new ResponseError(ErrorCode.contentModified, 'It has changed.');
    return {};
  };
  const [action] = await notebook.codeActions(first, range);
  await notebook.perform(action);
  assert.deepEqual(server.log.at(-1)[1].arguments, [2]);
  server.answers['workspace/executeCommand'] = () => {
    throw new ResponseError(ErrorCode.contentModified, 'It has changed.');
  };
  await assert.rejects(notebook.perform(action), /has changed/);
});

test('a code action whose edit comes too late is asked for again', async () => {
  const { server, shared, notebook, first } = opened();
  server.answers['textDocument/codeAction'] = () => [{ title: 'Fix', command: { command: 'fix' } }];
  server.answers['workspace/executeCommand'] = () => {
    const edits = [{ kind: 'cellMetadata', cell: first, metadata: { tags: ['step:a'] } }];
    const version = server.methods.filter(method => method === 'notebookDocument/didChange').length + 1;
    if (shared.metadata.language_info === undefined) shared.metadata = { language_info: { name: 'python' } };
    const { applied } = notebook.applyNotebookEdit({ edit: { notebookDocument: { version }, edits } });
    if (!applied) throw new ResponseError(-32803, 'It was not applied.');
  };
  const [action] = await notebook.codeActions(first, range);
  await notebook.perform(action);
  assert.deepEqual(shared.cells[0].metadata.tags, ['step:a']);
});

test('a command that edits the notebook is run again, once, if the notebook changes before its edit is made', async () => {
  const { server, shared, notebook, first } = opened();
  const versions = [];
  server.answers['workspace/executeCommand'] = () => {
    const edits = [{ kind: 'cellMetadata', cell: first, metadata: { tags: ['step:a'] } }];
    const version = server.methods.filter(method => method === 'notebookDocument/didChange').length + 1;
    versions.push(version);
    if (versions.length === 1) shared.metadata = { language_info: { name: 'python' } };
    const { applied } = notebook.applyNotebookEdit({ edit: { notebookDocument: { version }, edits } });
    if (!applied) throw new ResponseError(-32803, 'It was not applied.');
    return { applied };
  };
  assert.deepEqual(await notebook.edit('kale.applyProposal', { uri: notebook.uri }), { applied: true });
  assert.deepEqual(versions, [1, 2]);
  assert.deepEqual(shared.cells[0].metadata.tags, ['step:a']);
  server.answers['workspace/executeCommand'] = params => {
    versions.push(params.command);
    throw new ResponseError(ErrorCode.contentModified, 'It has changed.');
  };
  await assert.rejects(notebook.edit('kale.applyForm', {}), /has changed/);
  assert.deepEqual(versions.slice(2), ['kale.applyForm', 'kale.applyForm']);
});

test('an edit of a text that has changed, or of a cell that is gone, is refused', () => {
  const { shared, notebook, first } = opened();
  const change = (uri, version) => ({
    documentChanges: [{ textDocument: { uri, version }, edits: [{ range, newText: 'x' }] }]
  });
  assert.match(notebook.applyWorkspaceEdit(change(first, 9)), /changed/);
  assert.match(notebook.applyWorkspaceEdit(change('gone', 1)), /no longer exists/);
  assert.equal(shared.cells[0].source, 'a');
  assert.equal(notebook.applyWorkspaceEdit({ changes: { [first]: [{ range, newText: 'x' }] } }), null);
  assert.equal(shared.cells[0].source, 'x');
});

test('what the server said goes with the server', () => {
  const { notebook, first } = opened();
  notebook.receiveDiagnostics({ uri: first, diagnostics: [{ message: 'f', range }] });
  assert.ok(notebook.isKale);
  notebook.forget();
  assert.ok(!notebook.isKale);
});
