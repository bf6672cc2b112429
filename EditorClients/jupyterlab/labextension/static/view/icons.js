/** The pictures of this extension, in the colours of the theme. */
function svg(...shapes) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">${shapes.join('')}</svg>`;
  const picture = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement;
  picture.setAttribute('aria-hidden', 'true');
  return picture;
}

const disc = radius => `<circle cx="8" cy="8" r="${radius}" fill="currentColor"/>`;
const area = path => `<path d="${path}" fill="currentColor"/>`;
const line = path => `<path d="${path}" fill="none" stroke="currentColor" stroke-width="1.3"/>`;
const sign = path => `<path d="${path}" class="kale-icon-sign"/>`;

/** The shapes of the pictures. */
const SHAPES = {
  error: [disc(7), sign('M5.5 5.5l5 5m0-5l-5 5')],
  warning: [area('M8 1.5l7 12.5H1z'), sign('M8 6v4m0 1.5v1')],
  information: [disc(7), sign('M8 7v5m0-8v1.2')],
  hint: [disc(3.5)],
  run: [area('M4 2.5l9 5.5-9 5.5z')],
  /** A lamp. */
  actions: [
    line('M8 1.5a4.5 4.5 0 0 0-2.6 8.2c.5.4.8.9.9 1.6h3.4c.1-.7.4-1.2.9-1.6A4.5 4.5 0 0 0 8 1.5z'),
    line('M6.3 13h3.4M6.9 14.7h2.2')
  ]
};

/**
 * A picture of its own each time.
 *
 * @param {keyof typeof SHAPES} name
 */
export function icon(name) {
  return svg(...SHAPES[name]);
}

/** Three steps and their order; for the tab of the panel, as JupyterLab's `LabIcon` wants it. */
export const PIPELINE_ICON = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 22 22">
  <g class="jp-icon3" fill="#616161">
    <rect x="7" y="2" width="8" height="5" rx="1.5"/>
    <rect x="1.5" y="15" width="8" height="5" rx="1.5"/>
    <rect x="12.5" y="15" width="8" height="5" rx="1.5"/>
    <path d="M10.3 7h1.4v3.3h5.5V15h-1.4v-3.3H6.2V15H4.8v-4.7h5.5z"/>
  </g>
</svg>`;
