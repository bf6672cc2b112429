import { element } from '../element.js';
import { choiceControl, textControl } from './controls.js';

/**
 * Rows of a table: pairs of a key and a value, or objects such as volumes. A row that is added is a draft until the server
 * accepts it.
 *
 * @returns {import('./controls.js').Control}
 */
export function rowsControl(field, on) {
  const columns = columnsOf(field);
  const body = element('div.kale-Rows');
  const add = element('button.kale-Form-button', { type: 'button', textContent: 'Add' });
  const node = element('div', { role: 'group' }, body, add);
  const state = { rows: [], before: [] };
  const get = () => (state.rows.length > 0 ? state.rows.map(row => ({ ...row })) : null);
  const draw = () => {
    body.replaceChildren(...state.rows.map((row, index) => rowNode(row, index)));
  };
  const rowNode = (row, index) => {
    const cells = columns.map(column => cellOf(column, row, { input: () => on.input(get()), commit: () => commit() }));
    const remove = element('button.kale-Form-button.kale-Rows-remove', {
      type: 'button',
      textContent: '×',
      title: 'Remove',
      ariaLabel: `Remove row ${index + 1}`
    });
    remove.addEventListener('click', () => {
      state.rows.splice(index, 1);
      draw();
      add.focus();
      on.commit(get());
    });
    return element('div.kale-Rows-row', { role: 'group', ariaLabel: `Row ${index + 1}` }, ...cells, remove);
  };
  const commit = () => {
    // A row without a text is only just being filled in.
    const isFilled = row => columns.some(({ id, kind }) => kind === 'text' && row[id] !== undefined);
    if (state.rows.every(isFilled)) on.commit(get());
  };
  add.addEventListener('click', () => {
    state.rows.push(newRow(columns));
    draw();
    body.lastElementChild.querySelector('input, select')?.focus();
  });
  return {
    node,
    isGroup: true,
    get focusable() {
      return node.querySelector('input, select') ?? add;
    },
    set: ({ value }) => {
      const rows = value ?? [];
      const isDrafting = node.contains(document.activeElement) && state.rows.length > rows.length;
      const shown = JSON.stringify(rows);
      if (isDrafting || (shown === state.shown && state.rows.length === rows.length)) return;
      const position = focusPosition(body);
      Object.assign(state, { rows: rows.map(row => ({ ...row })), shown });
      draw();
      restoreFocus(body, position);
    },
    get
  };
}

function columnsOf({ kind, columns }) {
  if (kind !== 'pairs') return columns;
  const column = (id, label) => ({ id, label, kind: 'text', value: null, choices: [] });
  return columns.length > 0 ? columns : [column('key', 'Name'), column('value', 'Value')];
}

/** A new row has the server's values, and is of the first kind if there are kinds. */
function newRow(columns) {
  const kinds = columns.find(({ kind }) => kind === 'choice');
  const initial = column => column.value ?? (column === kinds ? (column.choices[0]?.value ?? null) : null);
  return Object.fromEntries(columns.map(column => [column.id, initial(column)]).filter(([, value]) => value !== null));
}

function cellOf(column, row, { input, commit }) {
  const keep = then => value => {
    if (value === null) delete row[column.id];
    else row[column.id] = value;
    then();
  };
  const make = column.kind === 'choice' || column.kind === 'toggle' ? choiceControl : textControl;
  const field = { ...column, value: row[column.id] ?? null };
  const control = make(field, { input: keep(input), commit: keep(commit) });
  control.set(field);
  control.focusable.title = column.help ?? '';
  return element('label', {}, element('span.kale-Rows-label', {}, column.label), control.node);
}

function focusPosition(body) {
  const all = [...body.querySelectorAll('input, select, button')];
  return all.indexOf(document.activeElement);
}

function restoreFocus(body, position) {
  if (position >= 0) body.querySelectorAll('input, select, button')[position]?.focus();
}
