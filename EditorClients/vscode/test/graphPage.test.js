'use strict';

/** The scripts of the graph view, in as much of a page as they use. */

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const path = require('node:path');
const { test } = require('node:test');
const vm = require('node:vm');

const scripts = ['drawing.js', 'graph.js'].map((name) => readFileSync(path.join(__dirname, '../media', name), 'utf8'));

function element() {
  const listeners = {};
  return {
    hidden: true, textContent: '', innerHTML: '', listeners, nodes: [],
    addEventListener: (name, listener) => { listeners[name] = listener; },
    querySelector() { return this.picture ?? null; },
    querySelectorAll() { return this.nodes; },
  };
}

/** Runs the scripts in a page, and gives what it shows and how it hears messages. */
function page(globals) {
  const elements = Object.fromEntries(['graph', 'problem', 'larger', 'smaller', 'fit'].map((id) => [id, element()]));
  const messages = [];
  const heard = {};
  const context = {
    acquireVsCodeApi: () => ({ postMessage: (message) => messages.push(message) }),
    document: {
      body: { className: '' },
      getElementById: (id) => elements[id],
      createElementNS: (_namespace, name) => svgElement(name),
    },
    window: {
      innerHeight: 440,
      addEventListener: (name, listener) => { heard[name] = listener; },
    },
    getComputedStyle: () => ({ fontFamily: 'serif', paddingBottom: '12px' }),
    MutationObserver: class { observe() {} },
    ...globals,
  };
  vm.createContext(context);
  for (const script of scripts) vm.runInContext(script, context);
  return { ...elements, body: context.document.body, heard, messages, draw: (graph, errors = [], steps = []) => heard.message({ data: { graph, errors, steps } }) };
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

for (const [classes, theme] of [
  ['vscode-light', 'default'],
  ['vscode-dark', 'dark'],
  ['vscode-high-contrast', 'dark'],
  // VS Code sets both, for pages that know of dark high contrast only.
  ['vscode-high-contrast-light vscode-high-contrast', 'default'],
]) {
  test(`the graph is drawn for the theme: ${classes}`, async () => {
    const drawn = [];
    const mermaid = { initialize: (options) => drawn.push(options.theme), render: async () => ({ svg: '' }) };
    const { draw, body } = page({ mermaid });
    body.className = `vscode-body ${classes}`;
    draw('flowchart TD');
    await new Promise(setImmediate);
    assert.deepEqual(drawn, [theme]);
  });
}

test('a step of the graph is reached and followed with the keyboard, too', async () => {
  const { graph, messages, draw } = page({ mermaid: { initialize: () => undefined, render: async () => ({ svg: '' }) } });
  const attributes = {};
  const node = {
    id: 'graph-1-flowchart-step1-0', dataset: {},
    classList: { toggle: () => undefined },
    setAttribute: (name, value) => { attributes[name] = value; },
    removeAttribute: (name) => { delete attributes[name]; },
    querySelector: (selector) => (selector === '.nodeLabel' ? { innerText: 'train\nmetrics: error' } : null),
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
    id: `flowchart-${id}-0`, classes: new Set(), label: undefined, dataset: {},
    classList: { toggle(each, isOn) { this.owner.classes[isOn ? 'add' : 'delete'](each); } },
    setAttribute(attribute, value) { if (attribute === 'aria-label') this.label = value; },
    removeAttribute() { this.label = undefined; },
    querySelector: (selector) => (selector === '.nodeLabel' ? { innerText: `${name}\nparameters: n` } : null),
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

/** An SVG element, in as much as the scripts use. */
function svgElement(name) {
  return {
    name, attributes: {}, children: [], textContent: '',
    setAttribute(attribute, value) { this.attributes[attribute] = value; },
    appendChild(child) {
      this.children.push(child);
      return Object.assign(child, { remove: () => this.children.splice(this.children.indexOf(child), 1) });
    },
  };
}

test('each step says how far its last run is, beside what is wrong with it', async () => {
  const { graph, draw } = page({
    mermaid: { initialize: () => undefined, render: async () => ({ svg: '' }) },
  });
  const node = (id, name) => ({
    ...svgElement('g'), id: `flowchart-${id}-0`, dataset: {}, classList: { toggle: () => undefined },
    removeAttribute(attribute) { delete this.attributes[attribute]; },
    querySelector(selector) {
      if (selector === '.nodeLabel') return { innerText: name };
      if (selector === '.label-container') return { getBBox: () => ({ x: -48, y: -27 }) };
      return this.children.find(({ attributes }) => `.${attributes.class.split(' ').at(-1)}` === selector) ?? null;
    },
  });
  graph.nodes.push(node('step1', 'load'), node('step2_1', 'load'), node('step3', 'train'));
  const shown = () => graph.nodes.map(({ dataset, attributes, children }) =>
    [dataset.state, attributes['aria-label'], ...children.flatMap((group) => group.children.map((each) => each.textContent))]);
  const load = { name: 'load', state: 'done', label: '✓ 2.0 s', tooltip: 'Step load ran for 2.0 s' };
  const train = { name: 'train', state: 'running', label: 'running', tooltip: 'Step train is running' };
  draw('flowchart TD', ['train'], [load, train]);
  await new Promise(setImmediate);
  const loaded = ['done', 'Step load ran for 2.0 s', 'Step load ran for 2.0 s', '✓ 2.0 s'];
  assert.deepEqual(shown(), [
    loaded,
    [undefined, undefined],
    ['running', 'Step train is running, has errors', 'Step train is running', 'running'],
  ]);
  const text = graph.nodes[0].children[0].children.find(({ name }) => name === 'text');
  assert.deepEqual(text.attributes, { x: -42, y: -15 });
  draw('flowchart TD', [], [load, { ...train, state: 'failed', label: '✗ failed', tooltip: 'Step train failed' }]);
  assert.deepEqual(shown()[2], ['failed', 'Step train failed', 'Step train failed', '✗ failed']);
  draw('flowchart TD');
  assert.deepEqual(shown(), Array(3).fill([undefined, undefined]));
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
