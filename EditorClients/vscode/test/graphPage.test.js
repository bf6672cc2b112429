'use strict';

/** The script of the graph view, in as much of a page as it uses. */

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const vm = require('node:vm');

const script = readFileSync(path.join(__dirname, '../media/graph.js'), 'utf8');

function element() {
  const listeners = {};
  return {
    hidden: true, textContent: '', innerHTML: '', listeners, nodes: [],
    addEventListener: (name, listener) => { listeners[name] = listener; },
    querySelector() { return this.picture ?? null; },
    querySelectorAll() { return this.nodes; },
  };
}

/** Runs the script in a page, and gives what it shows and how it hears messages. */
function page(globals) {
  const elements = Object.fromEntries(['graph', 'problem', 'larger', 'smaller', 'fit'].map((id) => [id, element()]));
  const messages = [];
  const heard = {};
  const context = {
    acquireVsCodeApi: () => ({ postMessage: (message) => messages.push(message) }),
    document: { body: { className: '' }, getElementById: (id) => elements[id] },
    window: {
      innerHeight: 440,
      addEventListener: (name, listener) => { heard[name] = listener; },
    },
    getComputedStyle: () => ({ fontFamily: 'serif', paddingBottom: '12px' }),
    MutationObserver: class { observe() {} },
    ...globals,
  };
  vm.runInNewContext(script, context);
  return { ...elements, heard, messages, draw: (graph, errors = []) => heard.message({ data: { graph, errors } }) };
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

test('a step of the graph is reached and followed with the keyboard, too', async () => {
  const { graph, messages, draw } = page({ mermaid: { initialize: () => undefined, render: async () => ({ svg: '' }) } });
  const attributes = {};
  const node = {
    id: 'graph-1-flowchart-step1-0',
    classList: { toggle: () => undefined },
    setAttribute: (name, value) => { attributes[name] = value; },
    removeAttribute: (name) => { delete attributes[name]; },
    querySelector: () => ({ innerText: 'train\nmetrics: error' }),
  };
  graph.nodes.push(node);
  draw('flowchart TD');
  await new Promise(setImmediate);
  assert.deepEqual(attributes, { tabindex: '0', role: 'link' });
  const target = { closest: () => node };
  graph.listeners.keydown({ key: 'Tab', target });
  graph.listeners.keydown({ key: 'Enter', target });
  graph.listeners.click({ target });
  assert.deepEqual(messages.slice(1).map((each) => ({ ...each })), Array(2).fill({ kind: 'step', name: 'train' }));
});

test('steps with errors are marked, in the drawing that is there if it is the same', async () => {
  let renders = 0;
  const render = async () => {
    renders += 1;
    return { svg: '' };
  };
  const { graph, draw } = page({ mermaid: { initialize: () => undefined, render } });
  const node = (id, name) => ({
    id: `flowchart-${id}-0`, classes: new Set(), label: undefined,
    classList: { toggle(each, isOn) { this.owner.classes[isOn ? 'add' : 'delete'](each); } },
    setAttribute(attribute, value) { if (attribute === 'aria-label') this.label = value; },
    removeAttribute() { this.label = undefined; },
    querySelector: () => ({ innerText: `${name}\nparameters: n` }),
  });
  // The second is a step of another notebook that this one includes.
  graph.nodes.push(node('step1', 'load'), node('step2_1', 'load'), node('step3', 'train'));
  for (const each of graph.nodes) each.classList.owner = each;
  const marked = () => graph.nodes.map(({ classes, label }) => (classes.has('errors') ? label : '-'));
  draw('flowchart TD', ['load']);
  await new Promise(setImmediate);
  assert.deepEqual(marked(), ['load, has errors', '-', '-']);
  draw('flowchart TD', ['train']);
  assert.deepEqual(marked(), ['-', '-', 'train, has errors']);
  assert.equal(renders, 1);
});

test('a graph fits the view until the person has chosen a size, and again once Fit is pressed', async () => {
  const mermaid = { initialize: () => undefined, render: async () => ({ svg: '' }) };
  const { graph, heard, draw, larger, fit } = page({ mermaid });
  const sizes = {};
  Object.assign(graph, {
    clientWidth: 300, offsetTop: 28,
    picture: {
      viewBox: { baseVal: { width: 600, height: 200 } },
      setAttribute: (name, value) => { sizes[name] = Number(value); },
    },
  });
  draw('flowchart TD');
  await new Promise(setImmediate);
  assert.deepEqual(sizes, { width: 300, height: 100 });
  graph.clientWidth = 900;
  heard.resize();
  assert.equal(sizes.width, 600, 'it is not enlarged by itself');
  graph.picture.viewBox.baseVal.height = 800;
  heard.resize();
  assert.deepEqual(sizes, { width: 300, height: 400 });
  larger.listeners.click();
  graph.clientWidth = 150;
  heard.resize();
  assert.equal(sizes.width, 375);
  fit.listeners.click();
  assert.equal(sizes.width, 150);
  graph.clientWidth = 240;
  heard.resize();
  assert.equal(sizes.width, 240);
});
