/* The script of a proposal: shows what each cell would become, sends what a person changes of it, and applies it. */
(() => {
  'use strict';

  const { drawingIn } = window.kaleDrawing;
  const { make, marked } = window.kaleFields;
  const COLORS = 6;
  const STEP = 'step';
  const api = acquireVsCodeApi();
  const at = (id) => document.getElementById(id);
  const [list, graph, problems, problemsTitle, problem, pipeline, said] =
    ['cells', 'graph', 'problems', 'problems-title', 'problem', 'pipeline', 'said'].map(at);

  let roles = [];
  /** What the person has decided, by cell; the rest is as proposed. */
  const decided = new Map();
  let pipelineName;
  // The list says the same; where there is no drawing, its place says why.
  const drawing = drawingIn(graph, { useMaxWidth: true, failed: (text) => { graph.textContent = text; } });

  const changes = () => ({
    cells: [...decided].map(([cell, decision]) => ({ cell, ...decision })),
    ...(pipelineName === undefined ? {} : { pipelineName }),
  });

  function change() {
    problem.hidden = true;
    api.postMessage({ kind: 'change', changes: changes() });
  }

  function show({ proposal, roles: known }) {
    roles = known;
    if (document.activeElement !== pipeline) pipeline.value = proposal.pipelineName;
    const steps = [...new Set(proposal.cells.flatMap(({ step }) => (step ? [step] : [])))];
    keepingFocus(() => list.replaceChildren(...rows(proposal.cells, steps, proposal.problems)));
    showProblems(proposal.problems);
    const count = steps.length === 1 ? '1 step' : `${steps.length} steps`;
    const passed = proposal.edges.filter(({ names }) => names.length > 0)
      .map(({ from, to, names }) => `. ${from} passes ${names.join(', ')} to ${to}`);
    graph.setAttribute('aria-label', `The pipeline that would result: ${count}: ${steps.join(', ')}${passed.join('')}`);
    said.textContent = `${count}, ${problemsTitle.textContent.toLowerCase()}`;
    void drawing.show(proposal.mermaid);
  }

  function keepingFocus(action) {
    const { activeElement } = document;
    const id = activeElement?.id;
    const [start, end] = [activeElement?.selectionStart, activeElement?.selectionEnd];
    action();
    const same = id ? at(id) : null;
    if (same === null || same === activeElement) return;
    same.focus({ preventScroll: true });
    if (typeof start === 'number') same.setSelectionRange(start, end);
  }

  function rows(cells, steps, found) {
    const errors = found.filter(({ severity }) => severity === 1);
    // A cell without a role of its own names the step that it joins.
    return cells.map((cell) => row(cell, steps, cell.role === STEP || cell.role === 'none' ? cell.step : undefined,
      errors.filter((error) => error.cell === cell.cell)));
  }

  function row(described, steps, step, errors) {
    const { cell, role, reason, summary, previous } = described;
    const name = `cell ${cell + 1}`;
    const link = make('button', { type: 'button', className: 'link', textContent: `Cell ${cell + 1}`, id: `cell-${cell}` });
    link.addEventListener('click', () => api.postMessage({ kind: 'cell', cell }));
    const select = make('select', { id: `role-${cell}` }, ...roles.map(({ value, label }) =>
      make('option', { value, textContent: label, selected: value === role })));
    select.setAttribute('aria-label', `Role of ${name}`);
    select.addEventListener('change', () => {
      decided.set(cell, { role: select.value });
      change();
    });
    const controls = make('div', { className: 'controls' }, select);
    if (role === STEP) controls.append(nameInput(described, steps));
    const wrong = errors.map(({ message }) => make('p', { className: 'problem error' }, ...marked(message)));
    if (wrong.length > 0) {
      wrong[0].id = `wrong-${cell}`;
      controls.lastChild.setAttribute('aria-invalid', 'true');
      controls.lastChild.setAttribute('aria-describedby', wrong[0].id);
    }
    const why = [...(role === STEP && previous.length > 0 ? [`runs after ${previous.join(', ')}`] : []), reason].join(' · ');
    const item = make('li', {}, make('div', {}, link, ' ', make('code', { textContent: summary })), controls, ...wrong,
      make('p', { className: 'help' }, ...marked(why)));
    if (step !== undefined) item.className = `step-${steps.indexOf(step) % COLORS}`;
    return item;
  }

  function nameInput({ cell, step }, steps) {
    const id = `name-${cell}`;
    // An answer to an earlier key must not take back what has been typed since.
    const isTyped = document.activeElement?.id === id;
    const value = isTyped ? document.activeElement.value : step ?? '';
    const input = make('input', { type: 'text', id, value, spellcheck: false, autocomplete: 'off' });
    input.setAttribute('aria-label', `Step name of cell ${cell + 1}`);
    input.setAttribute('list', 'steps');
    input.addEventListener('input', () => {
      decided.set(cell, { role: STEP, step: input.value.trim() });
      change();
    });
    // Steps that a cell can join are proposed as it is named.
    const known = at('steps') ?? document.body.appendChild(make('datalist', { id: 'steps' }));
    known.replaceChildren(...steps.map((value) => make('option', { value })));
    return input;
  }

  function showProblems(found) {
    const counted = found.length === 1 ? '1 problem' : `${found.length} problems`;
    problemsTitle.textContent = found.length === 0 ? 'No problems' : counted;
    problems.replaceChildren(...found.map(({ cell, message, severity }) => {
      const item = make('li', { className: `problem ${severity === 1 ? 'error' : 'note'}` });
      if (typeof cell === 'number') {
        const link = make('button', { type: 'button', className: 'link', textContent: `Cell ${cell + 1}` });
        link.addEventListener('click', () => api.postMessage({ kind: 'cell', cell }));
        item.append(link, ': ');
      }
      item.append(...marked(message));
      return item;
    }));
  }

  pipeline.addEventListener('input', () => {
    pipelineName = pipeline.value.trim();
    change();
  });
  at('apply').addEventListener('click', () => api.postMessage({ kind: 'apply', changes: changes() }));
  at('cancel').addEventListener('click', () => api.postMessage({ kind: 'cancel' }));
  window.addEventListener('message', ({ data }) => {
    if (data.kind === 'proposal') {
      show(data);
    } else if (data.kind === 'problem') {
      problem.replaceChildren(...marked(data.problem));
      problem.hidden = false;
    } else if (data.kind === 'focus') {
      focusApply();
      // VS Code may give the page the focus later than the message, and none of its elements then.
      window.addEventListener('focus', focusApply, { once: true });
      setTimeout(() => window.removeEventListener('focus', focusApply), 1000);
    }
  });
  function focusApply() {
    if (document.activeElement === document.body) at('apply').focus();
  }

  document.addEventListener('keydown', ({ key, target }) => {
    // In a list it closes the list; what somebody has changed is not lost by one key.
    const hasChanges = decided.size > 0 || pipelineName !== undefined;
    if (key === 'Escape' && target.tagName !== 'SELECT' && !hasChanges) api.postMessage({ kind: 'cancel' });
  });
  at('apply').focus();
  api.postMessage({ kind: 'ready' });
})();
