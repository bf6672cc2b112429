/* The script of the graph view: draws the graphs that come as messages, and tells which step was clicked. */
(() => {
  'use strict';

  const { drawingIn } = window.kaleDrawing;
  const SMALLEST = 0.1;
  const LARGEST = 8;
  const api = acquireVsCodeApi();
  const place = document.getElementById('graph');
  const problem = document.getElementById('problem');
  let scale = 1;
  /** How much the graph is enlarged at most to fit the view; undefined once the person has chosen a size. */
  let largestFit = 1;
  /** The names of the steps that have errors. */
  let errors = [];
  /** What the last run says of its steps, by their names. */
  let steps = new Map();
  /** The graph that is shown. */
  let shown = '';

  const drawing = drawingIn(place, {
    useMaxWidth: false,
    drawn(graph) {
      for (const node of place.querySelectorAll('g.node')) {
        node.setAttribute('tabindex', '0');
        node.setAttribute('role', 'link');
      }
      shown = graph;
      mark();
      problem.hidden = true;
      if (largestFit === undefined) resize();
      else fit(largestFit);
    },
    failed: tell,
  });

  /** The first line of a node; a step is called by it, with its parameters and metrics below. */
  function nameOf(node) {
    return node?.querySelector('.nodeLabel')?.innerText.split('\n')[0].trim();
  }

  /** The steps of a notebook that the pipeline includes are none of this notebook's, whatever their names. */
  function isOwn(node) {
    return /flowchart-step\d+-\d+$/.test(node.id);
  }

  function mark() {
    for (const node of place.querySelectorAll('g.node')) {
      const name = nameOf(node);
      const hasErrors = isOwn(node) && errors.includes(name);
      const step = isOwn(node) ? steps.get(name) : undefined;
      node.classList.toggle('errors', hasErrors);
      markState(node, step);
      // Without either, the node is called by what is written in it.
      const label = `${step?.tooltip ?? name}${hasErrors ? ', has errors' : ''}`;
      if (label === name) node.removeAttribute('aria-label');
      else node.setAttribute('aria-label', label);
    }
  }

  /** Writes in the upper left corner of a step how far it is: Mermaid leaves room around the name. */
  function markState(node, step) {
    node.querySelector('.run')?.remove();
    if (step === undefined) {
      delete node.dataset.state;
      return;
    }
    node.dataset.state = step.state;
    const { x, y } = node.querySelector('.label-container').getBBox();
    const part = (name, parent, attributes = {}, text = '') => {
      const made = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
      made.textContent = text;
      return parent.appendChild(made);
    };
    // Mermaid gives the text of what has the class "label" the color of the names.
    const group = part('g', node, { class: 'label run' });
    part('title', group, {}, step.tooltip);
    part('text', group, { x: x + 6, y: y + 12 }, step.label);
  }

  function tell(text) {
    problem.textContent = text;
    problem.hidden = false;
  }

  function resize() {
    const picture = place.querySelector('svg');
    if (picture === null) return;
    const { width, height } = picture.viewBox.baseVal;
    picture.setAttribute('width', String(width * scale));
    picture.setAttribute('height', String(height * scale));
  }

  function zoom(factor) {
    largestFit = undefined;
    scale = Math.min(LARGEST, Math.max(SMALLEST, scale * factor));
    resize();
  }

  /** @param {number} largest */
  function fit(largest) {
    largestFit = largest;
    const picture = place.querySelector('svg');
    if (picture === null) return;
    const { width, height } = picture.viewBox.baseVal;
    if (width === 0 || height === 0) return;
    const { paddingBottom } = getComputedStyle(document.body);
    const free = window.innerHeight - place.offsetTop - parseFloat(paddingBottom);
    scale = Math.max(SMALLEST, Math.min(largest, place.clientWidth / width, free / height));
    resize();
  }

  document.getElementById('larger').addEventListener('click', () => zoom(1.25));
  document.getElementById('smaller').addEventListener('click', () => zoom(0.8));
  document.getElementById('fit').addEventListener('click', () => fit(LARGEST));
  window.addEventListener('resize', () => {
    if (largestFit !== undefined) fit(largestFit);
  });
  window.addEventListener('wheel', (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
  }, { passive: false });

  function follow(event) {
    const node = event.target.closest('g.node');
    const name = nameOf(node);
    if (name) api.postMessage({ kind: 'step', name });
  }

  place.addEventListener('click', follow);
  place.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') follow(event);
  });

  window.addEventListener('message', ({ data }) => {
    if (typeof data.graph !== 'string') return;
    errors = data.errors;
    steps = new Map(data.steps.map((step) => [step.name, step]));
    if (data.graph === shown) mark();
    else void drawing.show(data.graph);
  });
  api.postMessage({ kind: 'ready' });
})();
