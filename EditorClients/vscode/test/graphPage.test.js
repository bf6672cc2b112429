'use strict';

/** The script of the graph view, in as much of a page as it uses. */

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const vm = require('node:vm');

const script = readFileSync(path.join(__dirname, '../media/graph.js'), 'utf8');

function element() {
  return { hidden: true, textContent: '', innerHTML: '', addEventListener: () => undefined, querySelector: () => null };
}

/** Runs the script in a page, and gives what it shows and how it hears messages. */
function page(globals) {
  const elements = Object.fromEntries(['graph', 'problem', 'larger', 'smaller', 'fit'].map((id) => [id, element()]));
  let receive;
  const context = {
    acquireVsCodeApi: () => ({ postMessage: () => undefined }),
    document: { body: { className: '' }, getElementById: (id) => elements[id] },
    window: { addEventListener: (name, listener) => { if (name === 'message') receive = listener; } },
    getComputedStyle: () => ({ fontFamily: 'serif' }),
    MutationObserver: class { observe() {} },
    ...globals,
  };
  vm.runInNewContext(script, context);
  return { ...elements, draw: (graph) => receive({ data: { graph } }) };
}

test('a package without Mermaid says so instead of staying empty', () => {
  const { problem, draw } = page({});
  draw('flowchart TD');
  assert.equal(problem.hidden, false);
  assert.match(problem.textContent, /mermaid\.min\.js is missing/);
});

test('a graph that Mermaid rejects is told, and one that it draws is shown', async () => {
  const render = async (_id, graph) => {
    if (graph === 'bad') throw new Error('no');
    return { svg: `<svg>${graph}</svg>` };
  };
  const { graph, problem, draw } = page({ mermaid: { initialize: () => undefined, render } });
  draw('bad');
  await new Promise(setImmediate);
  assert.deepEqual([problem.hidden, problem.textContent], [false, 'The graph cannot be drawn: no']);
  draw('good');
  await new Promise(setImmediate);
  assert.deepEqual([problem.hidden, graph.innerHTML], [true, '<svg>good</svg>']);
});
