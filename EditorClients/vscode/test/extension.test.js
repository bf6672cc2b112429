'use strict';

/**
 * The whole extension in a fake VS Code, with the real server: KALE_LSP, or the release build of this repository.
 */

const assert = require('node:assert/strict');
const { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { afterEach, before, beforeEach, describe, test } = require('node:test');
const { hasRealClient, loadExtension } = require('./fakes/load');
const { eventually, notebooks, program } = require('./support');

describe(`with ${hasRealClient() ? 'vscode-languageclient' : 'a stand-in for vscode-languageclient'}`, () => {
  let folder;
  let code;

  before(() => assert.ok(existsSync(program), `there is no ${program}: build it, or name one in KALE_LSP`));

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kale-vscode-'));
    cpSync(notebooks, folder, { recursive: true });
    code = loadExtension({ folder, settings: { 'kale.server.path': program } });
    await code.extension.activate(code.context);
  });

  afterEach(async () => {
    await code.extension.deactivate();
    for (const each of code.context.subscriptions) each.dispose();
    rmSync(folder, { recursive: true });
  });

  function open(name) {
    const file = path.join(folder, name);
    return code.workspace.openIpynb(file, JSON.parse(readFileSync(file, 'utf8')));
  }

  const messages = (cell) => (code.diagnostics.get(cell.document.uri.toString()) ?? []).map(({ message }) => message);
  const said = (cell, words) => eventually(() => assert.match(messages(cell).join('\n'), words));
  const saidNothing = (cell) => eventually(() => assert.deepEqual(messages(cell), []));
  const tags = (cell) => cell.metadata.metadata.tags;
  const command = (name) => code.api.commands.executeCommand(name);
  const supports = (name) => code.registered.has(name);

  test('the server starts with the first notebook, and says what is wrong in it', async () => {
    assert.equal(supports('kale.compile'), false);
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[3], /which does not exist/);
    assert.ok(supports('kale.compile'));
    assert.deepEqual(code.shown.error, []);
  });

  test('an ordinary Python file does not start it, one with cells does', async () => {
    // A start would fail, and say so, before Node comes to the next turn of its loop.
    code.workspace.settings['kale.server.path'] = '/nowhere/kale-lsp';
    code.workspace.openText(code.api.Uri.file(path.join(folder, 'a.py')), 'python', 'print(1)\n');
    await new Promise(setImmediate);
    assert.deepEqual(code.shown.error, []);
    code.workspace.settings['kale.server.path'] = program;
    code.workspace.openText(code.api.Uri.file(path.join(folder, 'b.py')), 'python', '# %%\nprint(1)\n');
    await eventually(() => assert.ok(supports('kale.compile')));
  });

  test('what is wrong goes once the metadata alone is changed', async () => {
    const notebook = open('broken-order.ipynb');
    const cell = notebook.cells[3];
    await said(cell, /which does not exist/);
    code.workspace.setCellMetadata(cell, { ...cell.metadata, metadata: { tags: ['step:prepare', 'prev:load'] } });
    await saidNothing(cell);
  });

  test('Markdown cells count, and one with a tag is a problem that can be fixed', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[2], /is defined later, in cell 8\b/);
    const [markdown] = notebook.cells;
    code.workspace.setCellMetadata(markdown, { metadata: { tags: ['step:load'] } });
    await said(markdown, /`step:load` has no effect on a Markdown cell/);
    code.activate(notebook, 0);
    await command('kaleLsp.fixAll');
    assert.deepEqual(tags(markdown) ?? [], []);
    await saidNothing(markdown);
  });

  test('fixing all is one edit, and done once', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[3], /which does not exist/);
    code.activate(notebook, 3);
    await command('kaleLsp.fixAll');
    assert.deepEqual(tags(notebook.cells[3]), ['step:prepare', 'prev:load']);
    assert.equal(code.workspace.applied.length, 1);
    await saidNothing(notebook.cells[3]);
    await command('kaleLsp.fixAll');
    assert.equal(code.workspace.applied.length, 1);
    assert.match(code.shown.information.at(-1), /No safe fixes/);
  });

  test('a run of a cell, of which the server hears nothing, does not stop a fix', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[3], /which does not exist/);
    code.workspace.change(notebook, { cellChanges: [{ cell: notebook.cells[1], outputs: [{}] }] });
    code.activate(notebook, 3);
    await command('kaleLsp.fixAll');
    assert.deepEqual(tags(notebook.cells[3]), ['step:prepare', 'prev:load']);
  });

  describe('a quick fix ends without an error', () => {
    /** Performs the action of that title, which the user finds in the menu of the cell's first line. */
    async function perform(cell, title) {
      const [line] = cell.document.text.split('\n');
      const actions = await code.codeActions(cell.document, new code.api.Range(0, 0, 0, line.length));
      const chosen = actions.find(({ action }) => action.title === title);
      assert.ok(chosen, `${title} is not among ${actions.map(({ action }) => action.title).join(', ')}`);
      await code.perform(chosen);
    }

    test('where it is a command', async () => {
      const [, , , cell] = open('broken-order.ipynb').cells;
      await said(cell, /which does not exist/);
      await perform(cell, 'Change to `prev:load`');
      assert.deepEqual(tags(cell), ['step:prepare', 'prev:load']);
      assert.deepEqual(code.shown.error, []);
      assert.equal(code.workspace.applied.length, 1);
    });

    test('where it is an edit', async () => {
      const [, , , cell] = open('broken-order.ipynb').cells;
      const start = new code.api.Position(0, 0);
      code.workspace.type(cell, new code.api.Range(start, start), '# kale: ignore[mising-name]\n');
      await said(cell, /mising-name/);
      await perform(cell, 'Change to `missing-name`');
      assert.match(cell.document.text, /^# kale: ignore\[missing-name\]\n/);
      assert.deepEqual(code.shown.error, []);
    });
  });

  test('an edit of another version of the notebook is refused', async () => {
    const { applyNotebookEdit } = code.modules('notebookEdits.js');
    const { SentVersions } = require('../src/logic/notebookEdit');
    const notebook = open('broken-order.ipynb');
    const sent = new SentVersions();
    sent.sent(notebook.uri.toString(), 2);
    const params = (uri, version) => ({
      label: 'x',
      edit: { notebookDocument: { uri, version }, edits: [{ kind: 'notebookMetadata', metadata: { a: 1 } }] },
    });
    const old = await applyNotebookEdit(params(notebook.uri.toString(), 1), sent);
    assert.deepEqual(old, { applied: false, failureReason: 'The notebook has changed since the edit was offered.' });
    assert.match((await applyNotebookEdit(params('file:///nowhere', 1), sent)).failureReason, /not open/);
    assert.equal(code.workspace.applied.length, 0);
    assert.deepEqual(await applyNotebookEdit(params(notebook.uri.toString(), 2), sent), { applied: true });
    assert.deepEqual(notebook.metadata, { a: 1 });
  });

  test('all kinds of edits are one WorkspaceEdit', async () => {
    const { applyNotebookEdit } = code.modules('notebookEdits.js');
    const { SentVersions } = require('../src/logic/notebookEdit');
    const notebook = open('ordinary.ipynb');
    const uri = notebook.uri.toString();
    const [first, second] = notebook.cells;
    const last = notebook.cells.at(-1);
    const sent = new SentVersions();
    sent.sent(uri, 0);
    const cell = { kind: 2, languageId: 'python', text: 'added = 1', metadata: { metadata: { tags: ['skip'] } } };
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const result = await applyNotebookEdit({
      label: 'x',
      edit: {
        notebookDocument: { uri, version: 0 },
        edits: [
          { kind: 'insertCells', before: second.document.uri.toString(), cells: [cell] },
          { kind: 'insertCells', before: null, cells: [{ ...cell, text: 'at the end' }] },
          { kind: 'cellMetadata', cell: last.document.uri.toString(), metadata: { metadata: { tags: ['skip'] } } },
          { kind: 'cellText', cell: last.document.uri.toString(), edits: [{ range, newText: '# new\n' }] },
          { kind: 'notebookMetadata', metadata: { metadata: {} } },
        ],
      },
    }, sent);
    assert.deepEqual(result, { applied: true });
    assert.equal(code.workspace.applied.length, 1);
    assert.equal(notebook.cells[0], first);
    assert.equal(notebook.cells[1].document.text, 'added = 1');
    assert.equal(notebook.cells[2], second);
    assert.equal(notebook.cells.at(-1).document.text, 'at the end');
    assert.deepEqual(tags(last), ['skip']);
    assert.match(last.document.text, /^# new\n/);
  });

  test('compiling writes the pipeline and shows it', async () => {
    const notebook = open('train-and-evaluate.ipynb');
    code.activate(notebook, 0);
    await command('kaleLsp.compile');
    assert.match(code.shown.information.at(-1), /^Wrote .+\.yaml and .+\.py to \.kale\.$/);
    await eventually(() => assert.match(code.shown.documents[0].uri, /\.kale\/.+\.yaml$/));
    assert.ok(existsSync(new URL(code.shown.documents[0].uri)));
  });

  test('a code lens compiles and tells as the command does', async () => {
    const notebook = open('train-and-evaluate.ipynb');
    await eventually(() => assert.ok(supports('kale.compile')));
    await code.api.commands.executeCommand('kale.compile', { uri: notebook.uri.toString() });
    assert.match(code.shown.information.at(-1), /^Wrote /);
  });

  test('errors that stop a compilation are told', async () => {
    const notebook = open('broken-order.ipynb');
    code.activate(notebook, 0);
    await command('kaleLsp.compile');
    assert.match(code.shown.error.at(-1), /The notebook has \d+ errors, so it was not compiled/);
  });

  for (const name of ['kaleLsp.run', 'kaleLsp.runToHere']) {
    test(`errors that stop ${name} lead to the list of problems`, async () => {
      const notebook = open('broken-order.ipynb');
      await said(notebook.cells[3], /which does not exist/);
      code.activate(notebook, 3);
      code.answers.push('Show Problems');
      await command(name);
      assert.match(code.shown.error.at(-1), /The notebook has errors: /);
      assert.equal(code.executed.at(-1).name, 'workbench.actions.view.problems');
    });
  }

  describe('a run', () => {
    const output = () => code.context.subscriptions.find(({ name }) => name === 'Kale Run').lines.join('');

    /** Has the server run something else for Python. */
    function setPython(commands) {
      const python = path.join(folder, 'python');
      writeFileSync(python, `#!/bin/sh\n${commands}\n`, { mode: 0o755 });
      process.env.KALE_LSP_PYTHON = python;
      return python;
    }

    test('shows what it puts out, and why it could not go on', async () => {
      const python = setPython('echo No module named kfp\nexit 3');
      code.activate(open('train-and-evaluate.ipynb'), 0);
      await command('kaleLsp.run');
      assert.ok(output().includes(python));
      assert.match(output(), /^No module named kfp$/m);
      assert.match(code.shown.error.at(-1), /exited with status 3.*No module named kfp/);
    });

    test('that is cancelled stops, which is no error', async () => {
      setPython('echo waiting\nexec sleep 1000000');
      code.activate(open('train-and-evaluate.ipynb'), 0);
      const running = command('kaleLsp.run');
      await eventually(() => assert.match(output(), /^waiting$/m));
      code.api.window.lastProgress.source.cancel();
      await running;
      assert.match(output(), /^Stopped\.$/m);
      assert.deepEqual([code.shown.error, code.shown.information], [[], []]);
    });
  });

  test('renaming a step changes every tag of it, as one edit', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[3], /which does not exist/);
    code.activate(notebook, 2);
    code.answers.push((question) => {
      assert.equal(question.value, 'load');
      return 'read';
    });
    await command('kaleLsp.renameStep');
    assert.deepEqual(tags(notebook.cells[2]), ['step:read', 'prev:report']);
    assert.deepEqual(tags(notebook.cells[5]), ['step:train', 'prev:read']);
    assert.equal(code.workspace.applied.length, 1);
    code.answers.push('train');
    await command('kaleLsp.renameStep');
    assert.match(code.shown.error.at(-1), /train/);
    assert.equal(code.workspace.applied.length, 1);
  });

  test('the status bar says the role of the active cell, and follows it', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[1], /not part of the pipeline/);
    const item = code.shown.statusBar.find(({ id }) => id === 'kale.role');
    code.activate(notebook, 1);
    await eventually(() => assert.equal(item.text, '$(type-hierarchy) Not in a step'));
    assert.ok(item.isShown);
    const [, cell] = notebook.cells;
    code.workspace.setCellMetadata(cell, { ...cell.metadata, metadata: { tags: ['skip'] } });
    await saidNothing(cell);
    await eventually(() => assert.equal(item.text, '$(type-hierarchy) Skipped'));
    code.activate(notebook, 0);
    await eventually(() => assert.equal(item.isShown, false));
  });

  test('the next and the previous step are shown', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[1], /not part of the pipeline/);
    code.activate(notebook, 2);
    await command('kaleLsp.nextStep');
    assert.equal(code.shown.notebooks.at(-1).options.selections[0].start, 3);
    await command('kaleLsp.previousStep');
    assert.equal(code.shown.notebooks.at(-1).options.selections[0].start, 2);
    await command('kaleLsp.previousStep');
    assert.match(code.shown.information.at(-1), /No step above/);
  });

  test('the graph is shown, drawn anew, and leads to its steps', async () => {
    const notebook = open('train-and-evaluate.ipynb');
    code.activate(notebook, 0);
    await command('kaleLsp.showGraph');
    const [panel] = code.shown.panels;
    assert.match(panel.webview.html, /default-src &#39;none&#39;/);
    assert.match(panel.messages.at(-1).graph, /^(---[^]*?---\s*)?(flowchart|graph) /);
    const drawn = panel.messages.length;
    panel.receive({ kind: 'ready' });
    await eventually(() => assert.equal(panel.messages.length, drawn + 1));
    const steps = notebook.cells.flatMap((cell) => tags(cell) ?? []).filter((tag) => tag.startsWith('step:'));
    panel.receive({ kind: 'step', name: steps[0].slice('step:'.length) });
    await eventually(() => assert.equal(code.shown.notebooks.length, 1));
    await command('kaleLsp.showGraph');
    assert.equal(code.shown.panels.length, 1);
    const cell = notebook.cells.find((each) => tags(each)?.includes(steps[0]));
    const before = panel.messages.length;
    code.workspace.setCellMetadata(cell, { metadata: { tags: ['step:renamed'] } });
    await eventually(() => assert.match(panel.messages.slice(before).at(-1).graph, /renamed/));
  });

  test('the graph marks the steps that have errors', async () => {
    const notebook = open('broken-order.ipynb');
    const cell = notebook.cells[3];
    await said(cell, /which does not exist/);
    code.activate(notebook, 0);
    await command('kaleLsp.showGraph');
    const [panel] = code.shown.panels;
    assert.ok(panel.messages.at(-1).errors.includes('prepare'));
    code.workspace.setCellMetadata(cell, { ...cell.metadata, metadata: { tags: ['step:prepare', 'prev:load'] } });
    await eventually(() => assert.equal(panel.messages.at(-1).errors.includes('prepare'), false));
  });

  test('the server is started again, with the settings as they are then', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[3], /which does not exist/);
    await command('kaleLsp.restartServer');
    assert.ok(supports('kale.compile'));
    await said(notebook.cells[3], /which does not exist/);
    code.workspace.set('kale.server.path', '/nowhere/kale-lsp');
    await eventually(() => assert.match(code.shown.error.at(-1) ?? '', /\/nowhere\/kale-lsp, which is not an executable file/));
    assert.equal(supports('kale.compile'), false);
    code.workspace.set('kale.server.path', program);
    await said(notebook.cells[3], /which does not exist/);
  });

  test('a program that is not kale-lsp is told', async () => {
    code.workspace.settings['kale.server.path'] = '/bin/false';
    open('broken-order.ipynb');
    await eventually(() => assert.match(code.shown.error.join(), /\/bin\/false is not kale-lsp/));
    assert.equal(supports('kale.compile'), false);
  });

  test('a command without a notebook says so', async () => {
    await command('kaleLsp.compile');
    assert.match(code.shown.error.at(-1), /Open a notebook first/);
  });

  test('a command on the pipeline spec, which compiling has opened, says so as well', async () => {
    const uri = code.api.Uri.file(path.join(folder, '.kale/pipeline.yaml'));
    const document = code.workspace.openText(uri, 'yaml', 'components: {}\n');
    code.api.window.activeTextEditor = { document, selection: { active: new code.api.Position(0, 0) } };
    await command('kaleLsp.compile');
    assert.match(code.shown.error.at(-1), /Open a notebook first/);
  });

  test('a closed notebook has no problems', async () => {
    const notebook = open('broken-order.ipynb');
    await said(notebook.cells[3], /which does not exist/);
    code.workspace.close(notebook);
    await saidNothing(notebook.cells[3]);
  });
});
