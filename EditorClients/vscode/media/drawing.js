/* What the pages that show a pipeline share: it is drawn by Mermaid, in the colors of VS Code's theme. */
(() => {
  'use strict';

  function isDark() {
    const { className } = document.body;
    // In light themes of high contrast, VS Code sets the class of the dark ones as well.
    return /\bvscode-(dark|high-contrast)\b/.test(className) && !className.includes('vscode-high-contrast-light');
  }

  /**
   * A drawing in an element, which is redrawn when the theme changes.
   *
   * @param {HTMLElement} place
   * @param {object} options
   * @param {boolean} options.useMaxWidth whether the drawing is at most as wide as the element
   * @param {(graph: string) => void} [options.drawn] called when a graph is in the element
   * @param {(text: string) => void} options.failed called with the reason if nothing can be drawn; the previous drawing stays
   */
  function drawingIn(place, { useMaxWidth, drawn = () => undefined, failed }) {
    let graph = '';
    let drawings = 0;

    async function draw() {
      if (graph === '') return;
      if (typeof mermaid === 'undefined') {
        failed('The extension is incomplete: media/mermaid.min.js is missing. Run `npm install` and package it again.');
        return;
      }
      const drawing = ++drawings;
      mermaid.initialize({
        startOnLoad: false,
        securityLevel: 'strict',
        theme: isDark() ? 'dark' : 'default',
        fontFamily: getComputedStyle(document.body).fontFamily,
        flowchart: { useMaxWidth },
      });
      try {
        const { svg } = await mermaid.render(`drawing-${drawing}`, graph);
        if (drawing !== drawings) return;
        place.innerHTML = svg;
      } catch (error) {
        if (drawing === drawings) failed(`The graph cannot be drawn: ${error.message}`);
        return;
      }
      drawn(graph);
    }

    new MutationObserver(() => void draw()).observe(document.body, { attributeFilter: ['class'] });
    return {
      /** @param {string} text a graph in Mermaid's language */
      show(text) {
        graph = text;
        return draw();
      },
    };
  }

  window.kaleDrawing = { drawingIn };
})();
