import { LABEL_LINE } from '../notebook/graphLabels.js';
import { NAME_LINE, layOut } from '../notebook/graphLayout.js';
import { linesOfLabel } from '../notebook/graphText.js';
import { countInWords } from '../notebook/problems.js';
import { SIGNS, stateSentence } from '../notebook/runState.js';

const SVG = 'http://www.w3.org/2000/svg';

/**
 * A picture of steps and of what they pass on.
 *
 * @param {object} content
 * @param {{name: string, previous: string[], hue: number | null, state: object | null, problems: object[]}[]} content.steps
 * @param {[string, string, string[]][]} content.edges from a step to one that runs after it, with the names of the data
 * @param {(name: string) => void} go is called when a step is chosen
 * @returns {SVGElement} with the size at which names can be read in `data-width` and `data-height`
 */
export function graphPicture({ steps, edges }, go) {
  const layout = layOut(
    steps.map(({ name }) => name),
    edges.map(([from, to, names]) => [from, to, linesOfLabel(names)])
  );
  const picture = svg('svg', {
    class: 'kale-Graph-picture',
    viewBox: `0 0 ${layout.width} ${layout.height}`,
    role: 'group',
    'aria-label': 'Steps of the pipeline'
  });
  picture.dataset.width = `${layout.width}`;
  picture.dataset.height = `${layout.height}`;
  const data = new Map(edges.map(([from, to, names]) => [`${from}\n${to}`, names]));
  const namesOf = ({ from, to }) => data.get(`${from}\n${to}`);
  for (const each of layout.arrows) picture.append(arrow(each, namesOf(each)));
  // After the arrows, none of which is drawn over them.
  for (const each of layout.arrows) if (each.label !== null) picture.append(labelNode(each, namesOf(each)));
  const byName = new Map(steps.map(step => [step.name, step]));
  for (const box of layout.boxes) picture.append(boxNode(box, byName.get(box.name), go));
  return picture;
}

function boxNode(box, step, go) {
  const { hue, state, problems } = step;
  const group = svg('g', { class: 'kale-Graph-node', role: 'button', tabindex: '-1' });
  group.dataset.step = step.name;
  if (state) group.dataset.state = state.state;
  if (problems.length > 0) group.dataset.severity = severityOfAll(problems);
  if (hue !== null) group.style.setProperty('--kale-hue', hue);
  const title = titleOf(step);
  group.setAttribute('aria-label', title.replaceAll('\n', ', '));
  group.append(...shapesOf(box, step, title));
  group.addEventListener('click', () => go(step.name));
  group.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    go(step.name);
  });
  return group;
}

function severityOfAll(problems) {
  return problems.some(problem => (problem.severity ?? 1) === 1) ? 'error' : 'warning';
}

function titleOf({ name, previous, state, problems }) {
  return [
    `Step ${name}`,
    ...(previous.length > 0 ? [`after ${previous.join(', ')}`] : []),
    ...(problems.length > 0 ? [countInWords(problems)] : []),
    ...(state ? [stateSentence(state).replace(`Step ${name}: `, '')] : [])
  ].join('\n');
}

function shapesOf({ lines, x, y, width, height }, { state, problems }, title) {
  const shapes = [
    svg('title', {}, title),
    svg('rect', { x, y, width, height, rx: 6 }),
    textLines(lines, { x: x + 24, y: y + (height - (lines.length - 1) * NAME_LINE) / 2 }, NAME_LINE, 'kale-Graph-name')
  ];
  if (state) {
    const sign = SIGNS[state.state] ?? '';
    shapes.push(svg('text', { x: x + 11, y: y + height / 2, class: 'kale-Graph-state' }, sign));
  }
  if (problems.length > 0) {
    const [centre, middle] = [x + width - 2, y + 2];
    shapes.push(
      svg('circle', { cx: centre, cy: middle, r: 8, class: 'kale-Graph-count' }),
      svg('text', { x: centre, y: middle, class: 'kale-Graph-number' }, `${Math.min(problems.length, 99)}`)
    );
  }
  return shapes;
}

/**
 * @param {import('../notebook/graphLayout.js').Arrow} arrow
 * @param {string[]} names all that the arrow stands for
 */
function arrow({ from, to, points }, names) {
  const group = svg('g', { class: 'kale-Graph-edge' });
  const path = [`M${points[0].x} ${points[0].y}`];
  for (let index = 1; index < points.length; index += 1) {
    const [a, b] = [points[index - 1], points[index]];
    const middle = (a.y + b.y) / 2;
    path.push(`C${a.x} ${middle} ${b.x} ${middle} ${b.x} ${b.y}`);
  }
  const { x, y } = points.at(-1);
  group.append(
    svg('path', { d: path.join('') }),
    svg('path', { d: `M${x - 4} ${y - 7}L${x} ${y}L${x + 4} ${y - 7}`, class: 'kale-Graph-head' })
  );
  if (names.length > 0) {
    group.prepend(svg('title', {}, names.join(', ')));
    group.setAttribute('role', 'img');
    group.setAttribute('aria-label', `${from} passes ${names.join(', ')} to ${to}`);
  } else {
    group.classList.add('kale-mod-bare');
  }
  return group;
}

/** The label of an arrow, which says the names already. */
function labelNode({ lines, label }, names) {
  const text = textLines(lines, label, LABEL_LINE, 'kale-Graph-label');
  return svg('g', { 'aria-hidden': 'true' }, svg('title', {}, names.join(', ')), text);
}

/** Lines of text, the first around a place. */
function textLines(lines, { x, y }, height, className) {
  const parts = lines.map((line, index) => svg('tspan', { x, y: y + index * height }, line));
  return svg('text', { class: className }, ...parts);
}

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}
