import { severityOf } from '../notebook/problems.js';
import { chosenByUser } from './chosenByUser.js';
import { CommandIDs } from './commandIDs.js';
import { element } from './element.js';
import { icons, PIPELINE_ICON } from './icons.js';
import { inlineCode } from './inlineCode.js';
import { PipelineGraph } from './pipelineGraph.js';

/** The panel beside the notebook: the pipeline as a graph, its problems, and what its runs print. */
export class SidePanel {
  #app;
  #kale;
  #title = element('h2.kale-Panel-title');
  #toolbar = element('div.kale-Panel-toolbar');
  #problems = element('ol.kale-Panel-problems');
  #output = element('pre.kale-Panel-output');
  #outputSection = section('Run', this.#output);
  #graph;

  constructor(lab, services, kale) {
    this.#app = services.app;
    this.#kale = kale;
    this.#graph = new PipelineGraph(services.mermaid, kale);
    this.widget = new lab.widgets.Widget();
    Object.assign(this.widget.title, {
      caption: 'Kale pipeline',
      icon: new lab.ui.LabIcon({ name: 'kale-lsp:pipeline', svgstr: PIPELINE_ICON })
    });
    this.widget.id = 'kale-lsp-panel';
    this.widget.addClass('kale-Panel');
    this.#outputSection.hidden = true;
    this.widget.node.append(
      element('header.kale-Panel-header', {}, this.#title, this.#toolbar),
      section('Pipeline', this.#graph.node),
      section('Problems', this.#problems),
      this.#outputSection
    );
    this.#fillToolbar();
    kale.changed.connect(() => this.#update());
    services.app.shell.layoutModified?.connect(() => this.#update());
    services.themes?.themeChanged.connect(() => this.#graph.redraw());
    this.#update();
  }

  show() {
    this.#app.shell.activateById(this.widget.id);
    this.#update();
  }

  /** Begins the output of a new run. */
  startOutput() {
    this.#outputSection.hidden = false;
    this.#output.replaceChildren();
  }

  addOutput(text) {
    const isAtEnd = this.#output.scrollHeight - this.#output.scrollTop - this.#output.clientHeight < 20;
    this.#output.append(text.endsWith('\n') ? text : `${text}\n`);
    if (isAtEnd) this.#output.scrollTop = this.#output.scrollHeight;
  }

  #fillToolbar() {
    const buttons = [
      ['Compile', CommandIDs.compile],
      ['Run', CommandIDs.run],
      ['Fix all', CommandIDs.fixAll]
    ];
    for (const [textContent, command] of buttons) {
      const button = element('button.jp-Button.kale-Panel-button', {
        type: 'button',
        textContent,
        dataset: { command }
      });
      button.addEventListener('click', () => this.#app.commands.execute(command, chosenByUser));
      this.#toolbar.append(button);
    }
  }

  #update() {
    if (!this.widget.isVisible) return;
    const { notebook, server } = this.#kale;
    const isKale = notebook?.isKale ?? false;
    this.widget.node.classList.toggle('kale-mod-empty', !isKale);
    this.#title.textContent = isKale ? (notebook.outline?.pipelineName ?? 'Pipeline') : emptyTitle(server);
    for (const button of this.#toolbar.children) {
      button.hidden = !this.#app.commands.isVisible(button.dataset.command);
      button.disabled = !this.#app.commands.isEnabled(button.dataset.command);
    }
    this.#problems.replaceChildren(...(isKale ? this.#problemItems(notebook) : []));
    this.#graph.show(isKale ? notebook : null);
  }

  #problemItems(notebook) {
    const items = notebook.allDiagnostics.map(({ cell, uri, diagnostic }) => {
      const severity = severityOf(diagnostic);
      const place = cell === null ? 'Notebook' : `Cell ${cell + 1}`;
      const text = element(
        'span',
        {},
        element('span.kale-Panel-place', {}, place),
        ' ',
        ...inlineCode(diagnostic.message)
      );
      const button = element(
        'button',
        { type: 'button', dataset: { severity } },
        icons[severity].cloneNode(true),
        text
      );
      button.addEventListener('click', () => this.#kale.reveal(uri, diagnostic.range.start));
      return element('li', {}, button);
    });
    return items.length > 0 ? items : [element('li.kale-Panel-none', {}, 'None')];
  }
}

function section(title, content) {
  return element('section.kale-Panel-section', {}, element('h3', { textContent: title }), content);
}

function emptyTitle(server) {
  return server.state === 'unavailable' ? server.reason : 'Open a Kale notebook to see its pipeline.';
}
