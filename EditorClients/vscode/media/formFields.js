/* Controls of a form, one function for each kind of field. Each returns an element; a change of it calls `edit.commit`
   with the value, and a key calls `edit.type`. */
(() => {
  'use strict';

  const COLORS = 6;

  function make(tag, properties = {}, ...children) {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  }

  /** A text of the server, with code in backticks. */
  const marked = (given) => given.split('`')
    .map((part, index) => (index % 2 === 0 ? part : make('code', { textContent: part })));

  const isSet = (value) => value !== null && value !== undefined && value.length !== 0;

  /** What is typed, as a value: nothing is null, and a number is one where it can be. */
  function typed({ kind }, text) {
    const trimmed = text.trim();
    if (trimmed === '') return null;
    return kind === 'number' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
  }

  /** A line of text, with proposals where the field has any. Enter and leaving it commit, Escape takes back. */
  function text(field, id, edit) {
    const input = make('input', {
      id,
      type: 'text',
      value: String(field.value ?? ''),
      placeholder: field.placeholder ?? '',
      spellcheck: false,
      autocomplete: 'off',
      inputMode: field.kind === 'number' ? 'decimal' : 'text',
    });
    const original = input.value;
    let committed = original;
    const commit = () => {
      if (input.value === committed) return;
      committed = input.value;
      edit.commit(typed(field, input.value));
    };
    input.addEventListener('input', () => edit.type(typed(field, input.value)));
    input.addEventListener('change', commit);
    input.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') {
        event.preventDefault();
        commit();
      } else if (event.key === 'Escape' && input.value !== original) {
        event.preventDefault();
        input.value = committed = original;
        edit.takeBack();
      }
    });
    if ((field.choices ?? []).length === 0) return input;
    const list = make('datalist', { id: `${id}-choices` }, ...field.choices.map(({ value, label, detail }) =>
      make('option', { value, label: [label === value ? '' : label, detail].filter(Boolean).join(' · ') })));
    input.setAttribute('list', list.id);
    const both = make('div', {}, input, list);
    return both;
  }

  function choice(field, id, edit, choices = field.choices ?? []) {
    const select = make('select', { id });
    const options = choices.map(({ value, label }) => ({ value, label }));
    const known = options.some(({ value }) => value === field.value);
    if (!isSet(field.value) || field.placeholder !== undefined) {
      options.unshift({ value: null, label: field.placeholder ?? 'Not set' });
    }
    // A value that cannot be chosen is shown all the same; its problem says why.
    if (isSet(field.value) && !known) options.push({ value: field.value, label: String(field.value) });
    options.forEach(({ value, label }, index) =>
      select.append(make('option', { value: String(index), textContent: label, selected: value === (field.value ?? null) })));
    select.addEventListener('change', () => edit.commit(options[Number(select.value)].value));
    const detail = choices.find(({ value }) => value === field.value)?.detail;
    // The help of a field says more.
    return detail === undefined || field.help ? select : make('div', {}, select, make('p', { className: 'help' }, ...marked(detail)));
  }

  const toggle = (field, id, edit) => choice({ placeholder: 'Not set', ...field }, id, edit, [
    { value: true, label: 'On' }, { value: false, label: 'Off' },
  ]);

  /** The steps as chips with check boxes, in the colors of the steps. */
  function steps(field, id, edit) {
    const chips = field.steps.filter(({ impossible }) => impossible === undefined).map((step, index) => {
      const { chip, box } = stepChip(step, index === 0 ? id : `${id}-${index}`);
      box.addEventListener('change', () => edit.commit(chosen()));
      return { chip, box, step };
    });
    const impossible = field.steps.filter((step) => step.impossible !== undefined);
    const chosen = () => [
      ...chips.filter(({ box }) => box.checked).map(({ step }) => step.name),
      ...impossible.filter((step) => step.chosen).map(({ name }) => name),
    ];
    const all = make('div', { className: 'chips' }, ...chips.map(({ chip }) => chip));
    if (field.steps.length === 0) all.append(make('span', { className: 'help', textContent: 'No other steps.' }));
    const place = make('div', {}, all);
    const missing = chips.filter(({ step }) => !step.chosen && step.names.length > 0).map(({ step }) => step.name);
    if (missing.length > 0) {
      const textContent = `Add ${missing.join(', ')}, which the data needs`;
      const button = make('button', { type: 'button', className: 'link', textContent });
      button.addEventListener('click', () => edit.commit([...chosen(), ...missing]));
      place.append(make('div', { className: 'below' }, button));
    }
    if (impossible.length > 0) {
      place.append(obstacles(impossible, (removed) => edit.commit(chosen().filter((name) => name !== removed))));
    }
    return place;
  }

  function stepChip({ name, index, names, chosen }, id) {
    const box = make('input', { type: 'checkbox', checked: chosen, id });
    box.dataset.part = name;
    const chip = make('label', { className: `chip step-${index % COLORS}` }, box, make('span', { className: 'dot' }),
      make('span', { textContent: name }));
    if (names.length > 0) {
      chip.append(make('span', { className: 'names', textContent: `(${names.join(', ')})` }));
      chip.title = `The step needs ${names.join(', ')} of ${name}`;
    }
    return { chip, box };
  }

  /** Why steps cannot be chosen. One that is chosen all the same can be removed. */
  function obstacles(impossible, remove) {
    const count = impossible.length === 1 ? '1 step' : `${impossible.length} steps`;
    const summary = make('summary', { className: 'help', textContent: `${count} cannot be chosen` });
    const reasons = impossible.map((step) => {
      const reason = make('p', { className: 'help' }, ...marked(`${step.name}: ${step.impossible} `));
      if (step.chosen) reason.append(removal(step.name, () => remove(step.name)));
      return reason;
    });
    return make('details', { className: 'below', open: impossible.some((step) => step.chosen) }, summary, ...reasons);
  }

  function removal(name, action) {
    const button = make('button', { type: 'button', className: 'secondary', textContent: '×', title: `Remove ${name}` });
    button.setAttribute('aria-label', `Remove ${name}`);
    button.addEventListener('click', action);
    return button;
  }

  /**
   * Rows that can be added and removed. `row` makes one and gives its value; undefined is a row that is not filled yet.
   * A row is committed when the focus leaves it: on the way it is not wrong, but not done.
   */
  function rows(field, id, edit, { values, row, empty }) {
    const place = make('div');
    let current = [];
    const commit = () => {
      const filled = current.map(({ value }) => value()).filter((value) => value !== undefined);
      edit.commit(filled.length === 0 ? null : filled);
    };
    const add = make('button', { type: 'button', className: 'secondary', id, textContent: 'Add' });
    add.setAttribute('aria-label', `Add to ${field.label}`);
    const append = (value) => {
      const index = current.length;
      let isChanged = false;
      const made = row(value, `${id}-${index}`, () => { isChanged = true; });
      const leave = () => {
        if (isChanged) commit();
        isChanged = false;
      };
      current.push(made);
      made.element.addEventListener('focusout', ({ relatedTarget }) => {
        if (!made.element.contains(relatedTarget)) leave();
      });
      made.element.addEventListener('keydown', ({ key }) => {
        if (key === 'Enter') leave();
      });
      const button = removal(`${field.label} ${index + 1}`, () => {
        const wasFilled = made.value() !== undefined;
        current = current.filter((each) => each !== made);
        isChanged = false;
        made.element.remove();
        add.focus();
        if (wasFilled) commit();
      });
      button.id = `${id}-${index}-remove`;
      made.element.append(button);
      add.before(made.element);
      return made;
    };
    place.append(add);
    for (const value of values) append(value);
    add.addEventListener('click', () => append(empty).element.querySelector('input, select')?.focus());
    return place;
  }

  function cell(name, value, id, commit) {
    const input = make('input', { type: 'text', id, value: value ?? '', placeholder: name, spellcheck: false });
    input.setAttribute('aria-label', name);
    input.addEventListener('change', commit);
    return input;
  }

  const pairs = (field, id, edit) => rows(field, id, edit, {
    values: field.value ?? [],
    empty: { key: '', value: '' },
    row: (pair, rowID, commit) => {
      const [key, value] = [cell('Key', pair.key, `${rowID}-key`, commit), cell('Value', pair.value, `${rowID}-value`, commit)];
      return {
        element: make('div', { className: 'row' }, key, value),
        value: () => (key.value.trim() === '' ? undefined : { key: key.value.trim(), value: value.value.trim() }),
      };
    },
  });

  const strings = (field, id, edit) => rows(field, id, edit, {
    values: field.value ?? [],
    empty: '',
    row: (value, rowID, commit) => {
      const input = cell(field.label, value, rowID, commit);
      return { element: make('div', { className: 'row' }, input), value: () => input.value.trim() || undefined };
    },
  });

  /** Entries with a field for each column. */
  const entries = (field, id, edit) => rows(field, id, edit, {
    values: field.value ?? [],
    empty: {},
    row: (entry, rowID, commit) => {
      const values = { ...entry };
      const element = make('fieldset', { className: 'entry' });
      for (const column of field.columns) {
        const part = `${rowID}-${column.id}`;
        const control = controls[column.kind] ?? text;
        const change = (value) => {
          if (value === null) delete values[column.id];
          else values[column.id] = value;
          commit();
        };
        const made = control({ ...column, value: entry[column.id] ?? null }, part, { commit: change, type() {}, takeBack() {} });
        element.append(make('div', { className: 'field' }, make('label', { htmlFor: part, textContent: column.label }), made));
      }
      return { element, value: () => (Object.keys(values).length === 0 ? undefined : { ...values }) };
    },
  });

  const list = (field, id, edit) => (field.columns === undefined ? strings : entries)(field, id, edit);

  const controls = { choice, text, number: text, toggle, steps, pairs, list };

  /** A field with its label, its control, and what there is to say of it. */
  function field(described, edit) {
    const id = `field-${described.id}`;
    const isGroup = ['steps', 'pairs', 'list'].includes(described.kind);
    const control = (controls[described.kind] ?? text)(described, id, edit);
    const label = isGroup
      ? make('span', { className: 'label', id: `${id}-label`, textContent: described.label })
      : make('label', { htmlFor: id, textContent: described.label });
    const problem = make('p', { id: `${id}-problem`, className: 'problem', hidden: true });
    problem.setAttribute('aria-live', 'polite');
    const help = make('p', { id: `${id}-help`, className: 'help', hidden: !described.help }, ...marked(described.help ?? ''));
    const element = make('div', { className: 'field' }, label, control, problem, help);
    if (isGroup) {
      element.setAttribute('role', 'group');
      element.setAttribute('aria-labelledby', label.id);
    }
    const main = element.querySelector('input, select') ?? control;
    main.setAttribute('aria-describedby', `${help.id} ${problem.id}`);
    const tell = (told) => {
      problem.hidden = told === undefined;
      problem.replaceChildren(...marked(told?.message ?? ''));
      problem.className = `problem ${['', 'error', 'warning'][told?.severity ?? 1] ?? 'note'}`;
      if (told?.severity === 1) main.setAttribute('aria-invalid', 'true');
      else main.removeAttribute('aria-invalid');
    };
    tell(described.problem);
    return { element, tell };
  }

  window.kaleFields = { field, isSet, make, marked };
})();
