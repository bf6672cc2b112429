/* The script of a form: draws the fields that come as messages, and sends back what a person changes. */
(() => {
  'use strict';

  const { field, isSet, make } = window.kaleFields;
  const api = acquireVsCodeApi();
  const GROUPS = {
    resources: 'Resources', container: 'Container', metadata: 'Labels and annotations', execution: 'Execution',
    volumes: 'Volumes', schedule: 'Schedule',
  };
  const at = (id) => document.getElementById(id);
  const [form, title, empty, undo, makeButton, scheduleButton, said] =
    ['fields', 'title', 'empty', 'undo', 'make', 'schedule', 'said'].map(at);

  /** What is shown: the address of the form, and the fields by their ids. */
  let address = '';
  let shown = new Map();
  let tickets = 0;
  let isChanged = false;

  const titleOf = (group) => GROUPS[group] ?? group.replace(/^./, (first) => first.toUpperCase()).replaceAll('-', ' ');

  function show(message) {
    const isOther = message.address !== address;
    const isEmpty = message.form === null;
    address = message.address;
    if (isOther) {
      shown = new Map();
      form.replaceChildren();
      isChanged = false;
    }
    title.textContent = message.form?.title ?? '';
    empty.textContent = message.text ?? '';
    empty.hidden = !message.text;
    form.hidden = isEmpty;
    makeButton.hidden = !message.canMake;
    scheduleButton.hidden = !message.canSchedule;
    undo.hidden = !isChanged;
    draw(message.form?.fields ?? []);
  }

  /** Draws anew what has changed. What a person is typing stays, and so does the focus. */
  function draw(fields) {
    const places = new Map();
    for (const described of fields) {
      const place = placeOf(described.group, places);
      const known = shown.get(described.id);
      const content = JSON.stringify(described);
      const isSame = known?.content === content;
      const entry = isSame || known?.isTouched === true ? known : drawn(described, content);
      if (entry.element !== known?.element) replace(known?.element, entry.element, place);
      else if (entry.element.parentElement !== place.element) place.element.append(entry.element);
      shown.set(described.id, entry);
      place.ids.push(described.id);
      place.fields.push(described);
    }
    const ids = new Set(fields.map(({ id }) => id));
    for (const [id, { element }] of shown) {
      if (ids.has(id)) continue;
      element.remove();
      shown.delete(id);
    }
    for (const place of places.values()) arrange(place);
    for (const group of form.querySelectorAll('details.group')) {
      if (!places.has(group.dataset.group)) group.remove();
    }
  }

  function placeOf(group, places) {
    if (!places.has(group)) places.set(group, { group, element: groupElement(group), ids: [], fields: [] });
    return places.get(group);
  }

  /** The fields of the first group stand in the form itself, others in a part that opens. */
  function groupElement(group) {
    const known = form.querySelector(`[data-group="${CSS.escape(group)}"]`);
    if (known !== null) return known;
    const isMain = group === 'main';
    const element = make(isMain ? 'div' : 'details', { className: isMain ? 'main' : 'group' });
    element.dataset.group = group;
    if (!isMain) {
      element.append(make('summary', {}, titleOf(group), make('span', { className: 'count' })));
      element.open = (api.getState()?.open ?? []).includes(group);
      element.addEventListener('toggle', remember);
    }
    form.append(element);
    return element;
  }

  function remember() {
    const open = [...form.querySelectorAll('details.group[open]')].map(({ dataset }) => dataset.group);
    api.setState({ open });
  }

  /** Brings the fields of a group into their order, and says how many are set. */
  function arrange({ element, ids, fields }) {
    const elements = ids.map((id) => shown.get(id).element);
    const first = element.tagName === 'DETAILS' ? 1 : 0;
    elements.forEach((each, index) => {
      if (element.children[index + first] !== each) element.insertBefore(each, element.children[index + first] ?? null);
    });
    const count = element.querySelector('summary > .count');
    if (count === null) return;
    const set = fields.filter(({ value }) => isSet(value)).length;
    const problems = fields.filter(({ problem }) => problem !== undefined).length;
    count.textContent = [
      ...(set > 0 ? [` · ${set} set`] : []),
      ...(problems > 0 ? [` · ${problems} ${problems === 1 ? 'problem' : 'problems'}`] : []),
    ].join('');
    if (problems > 0) element.open = true;
  }

  function drawn(described, content) {
    const { id } = described;
    const entry = { content, isTouched: false };
    const { element, tell } = field(described, {
      type: (value) => {
        entry.isTouched = true;
        entry.ticket = send('check', { [id]: value });
      },
      commit: (value) => {
        entry.isTouched = true;
        entry.ticket = send('apply', { [id]: value });
      },
      takeBack: () => {
        entry.isTouched = false;
        entry.ticket = undefined;
        tell(described.problem);
      },
    });
    return Object.assign(entry, { element, tell, label: described.label });
  }

  function replace(old, element, place) {
    const focused = old?.contains(document.activeElement) ? document.activeElement : undefined;
    const [id, part] = [focused?.id, focused?.dataset.part];
    if (old === undefined) place.element.append(element);
    else old.replaceWith(element);
    if (focused === undefined) return;
    const same = part === undefined ? undefined : element.querySelector(`[data-part="${CSS.escape(part)}"]`);
    const named = id ? element.querySelector(`[id="${CSS.escape(id)}"]`) : undefined;
    (same ?? named ?? element.querySelector('input, select, button'))?.focus();
  }

  function send(kind, changes) {
    const ticket = ++tickets;
    api.postMessage({ kind, ticket, address, changes });
    return ticket;
  }

  /** What the server says to a change: nothing, or what is wrong with it. */
  function answered({ ticket, problem, isApplied }) {
    const entry = [...shown.values()].find((each) => each.ticket === ticket);
    if (isApplied) {
      isChanged = true;
      undo.hidden = false;
      said.textContent = entry === undefined ? 'Changed.' : `${entry.label} changed.`;
    }
    if (entry === undefined) return;
    if (isApplied) {
      entry.isTouched = false;
      // The form that follows shows the value as the server has written it.
      entry.content = '';
    }
    entry.tell(problem === undefined ? undefined : { message: problem, severity: 1 });
  }

  function focusOn(id) {
    const element = shown.get(id)?.element;
    const group = element?.closest('details');
    if (group) group.open = true;
    element?.scrollIntoView({ block: 'nearest' });
    (element ?? form).querySelector('input, select, button')?.focus();
  }

  form.addEventListener('submit', (event) => event.preventDefault());
  undo.addEventListener('click', () => {
    isChanged = false;
    undo.hidden = true;
    api.postMessage({ kind: 'undo', address });
  });
  makeButton.addEventListener('click', () => api.postMessage({ kind: 'make' }));
  scheduleButton.addEventListener('click', () => api.postMessage({ kind: 'schedule' }));
  window.addEventListener('message', ({ data }) => {
    switch (data.kind) {
      case 'form':
        show(data);
        break;
      case 'answer':
        answered(data);
        break;
      case 'focus':
        focusOn(data.field);
        break;
    }
  });
  api.postMessage({ kind: 'ready' });
})();
