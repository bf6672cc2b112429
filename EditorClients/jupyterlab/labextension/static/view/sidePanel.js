import { severityOf } from '../notebook/problems.js';
import { chosenByUser } from './chosenByUser.js';
import { CommandIDs } from './commandIDs.js';
import { element } from './element.js';
import { emptyTitle } from './emptyTitle.js';
import { icon, PIPELINE_ICON } from './icons.js';
import { inlineCode } from './inlineCode.js';
import { commandNames } from './commandNames.js';
import { PipelineForm } from './form/pipelineForm.js';
import { notify } from './notify.js';
import { openReport } from './pipelineCommands.js';
import { PipelineGraph } from './pipelineGraph.js';
import { ProposalPart } from './proposalPart.js';
import { roving } from './roving.js';
import { RunView } from './runView.js';
import { openOutput } from './textView.js';

/** The panel beside the notebook: its problems, the pipeline as a graph, its files and its runs. */
export class SidePanel {
  #lab;
  #services;
  #kale;
  #title = element('h2.kale-Panel-title');
  #activity = element('p.kale-Panel-activity', { role: 'status' });
  #toolbar = element('div.kale-Panel-toolbar', { role: 'toolbar', ariaLabel: 'Pipeline' });
  #problems = element('ol.kale-Panel-problems');
  #updateProblemTabs = roving(this.#problems, 'button');
  #shownProblems = null;
  #graph;
  #form;
  #proposal;
  #files = element('div.kale-Panel-files');
  #filesSection = section('Compiled', this.#files);
  #runs = element('div');
  #runSection = section('Run', this.#runs);
  /** What notebooks have in the panel besides what the server says, by their URIs: `{files, run}`. */
  #kept = new Map();

  constructor(lab, services, kale) {
    this.#lab = lab;
    this.#services = services;
    this.#kale = kale;
    this.#graph = new PipelineGraph(kale);
    this.#form = new PipelineForm(lab, services);
    this.#proposal = new ProposalPart(lab, services, kale);
    this.widget = new lab.widgets.Widget();
    Object.assign(this.widget.title, {
      caption: 'Kale pipeline',
      icon: new lab.ui.LabIcon({ name: 'kale-lsp:pipeline', svgstr: PIPELINE_ICON })
    });
    this.widget.id = 'kale-lsp-panel';
    this.widget.addClass('kale-Panel');
    this.widget.node.append(
      element('div.kale-Panel-header', {}, this.#title, this.#toolbar, this.#activity),
      this.#proposal.node,
      section('Problems', this.#problems),
      section('Pipeline', this.#graph.node),
      this.#form.node,
      this.#filesSection,
      this.#runSection
    );
    // A form or a list that has something to close takes the key first.
    this.widget.node.addEventListener('keydown', event => {
      if (event.key === 'Escape' && !event.defaultPrevented) kale.panel?.content.activate();
    });
    this.#fillToolbar();
    kale.changed.connect(() => this.#update());
    services.app.shell.layoutModified?.connect(() => this.#update());
    this.#update();
  }

  show() {
    this.#services.app.shell.activateById(this.widget.id);
    this.#update();
  }

  /** Shows how the notebook could be made a pipeline. */
  async propose() {
    this.show();
    await this.#proposal.open();
  }

  /** Begins the output of a new run of a notebook. */
  startOutput(notebook, title) {
    this.#keep(notebook).run.start(title);
    this.#update();
  }

  addOutput(notebook, text) {
    this.#keep(notebook).run.add(text);
  }

  /** Shows the files of a notebook's compiled pipeline, with what can be done with them. */
  showFiles(notebook, path, actions) {
    const buttons = actions.map(({ label, callback }) => {
      const button = element('button.jp-Button.kale-Panel-button', { type: 'button', textContent: label });
      button.addEventListener('click', callback);
      return button;
    });
    this.#keep(notebook).files = [
      element('p.kale-Panel-path', {}, path),
      element('div.kale-Panel-toolbar', {}, ...buttons)
    ];
    this.#update();
  }

  #keep(notebook) {
    let kept = this.#kept.get(notebook.uri);
    if (kept === undefined) {
      const actions = {
        openReport: uri =>
          openReport(this.#lab, this.#services, this.#kale, uri).catch(error =>
            notify(this.#lab, 'error', `Kale: ${error.message}`)
          ),
        openOutput: view => openOutput(this.#lab, this.#services.app, notebook, view),
        reveal: (cell, step, line) => this.#reveal(cell, step, line)
      };
      kept = { files: null, run: new RunView(actions) };
      this.#kept.set(notebook.uri, kept);
    }
    return kept;
  }

  #reveal(cell, step, line) {
    const { notebook } = this.#kale;
    if (notebook === null) return;
    const uri = notebook.outline?.cells.find(each => each.cell === cell)?.uri ?? notebook.firstCellOf(step);
    if (uri !== undefined) this.#kale.reveal(uri, { line, character: 0 });
  }

  #fillToolbar() {
    const names = commandNames(this.#services.app);
    const buttons = [
      [names.compile, CommandIDs.compile],
      [names.run, CommandIDs.run],
      ['Run with…', CommandIDs.runWithParameters],
      ['Stop', CommandIDs.stop],
      ['Submit…', CommandIDs.submit],
      ['Fix all', CommandIDs.fixAll]
    ];
    for (const [textContent, command] of buttons) {
      const button = element('button.jp-Button.kale-Panel-button', {
        type: 'button',
        textContent,
        dataset: { command }
      });
      button.addEventListener('click', () => this.#services.app.commands.execute(command, chosenByUser));
      this.#toolbar.append(button);
    }
  }

  #update() {
    if (!this.widget.isVisible) return;
    const { notebook, server } = this.#kale;
    const { commands } = this.#services.app;
    const isKale = notebook?.isKale ?? false;
    this.widget.node.classList.toggle('kale-mod-empty', !isKale);
    this.widget.node.classList.toggle('kale-mod-proposing', this.#proposal.update());
    this.#title.textContent = isKale ? (notebook.outline?.pipelineName ?? 'Pipeline') : emptyTitle(this.#kale);
    this.#activity.textContent = (isKale && this.#kale.activities.describe(notebook)) || '';
    for (const button of this.#toolbar.children) {
      button.hidden = !commands.isVisible(button.dataset.command);
      button.disabled = !commands.isEnabled(button.dataset.command);
    }
    this.#showProblems(isKale ? notebook : null);
    this.#showKept(isKale ? notebook : null);
    this.#graph.show(isKale ? notebook : null);
    this.#form.show(isKale ? notebook : null);
  }

  #showProblems(notebook) {
    const problems = notebook?.allDiagnostics ?? [];
    const shown = JSON.stringify([notebook?.uri, problems]);
    if (shown === this.#shownProblems) return;
    this.#shownProblems = shown;
    this.#problems.replaceChildren(...(notebook === null ? [] : this.#problemItems(problems)));
    this.#updateProblemTabs();
  }

  #showKept(notebook) {
    const kept = notebook && (notebook.run === null ? this.#kept.get(notebook.uri) : this.#keep(notebook));
    kept?.run.showState(notebook.run);
    const files = kept?.files ?? null;
    this.#filesSection.hidden = files === null;
    if (files !== null && this.#files.firstChild !== files[0]) this.#files.replaceChildren(...files);
    const run = kept?.run ?? null;
    this.#runSection.hidden = run === null || run.isEmpty;
    if (run !== null && this.#runs.firstChild !== run.node) this.#runs.replaceChildren(run.node);
  }

  #problemItems(problems) {
    const items = problems.map(({ cell, uri, diagnostic }) => {
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
        { type: 'button', dataset: { severity }, ariaLabel: `${severity}, ${text.textContent}` },
        icon(severity),
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
