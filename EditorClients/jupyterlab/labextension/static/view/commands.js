import { chosenByUser, confirm, isChosenByUser } from './chosenByUser.js';
import { CommandIDs } from './commandIDs.js';
import { commandNames } from './commandNames.js';
import { notify } from './notify.js';
import { compile, fixAll, run, stop } from './pipelineCommands.js';
import { hasParameters, runWithParameters } from './runParameters.js';
import { showSchedules } from './schedules.js';
import { editTags, goToStep, renameStep } from './stepCommands.js';
import { submit } from './submit.js';

const RUN_EFFECT = 'It runs the code of this notebook with your permissions.';

/**
 * The keys of commands that run something. They are not in the schema, because keys there cannot tell that the user
 * means it.
 */
const RUN_KEYS = {
  [CommandIDs.runStep]: ['Accel Alt Enter'],
  [CommandIDs.runToHere]: ['Accel Alt Shift Enter']
};

/**
 * Adds the commands of this extension, also to the command palette. Menus are in
 * schemas/kale-lsp/plugin.json.
 *
 * A command with an `effect` outside the notebook asks first, unless the user has certainly meant it.
 */
export function registerCommands(lab, services, parts) {
  const { kale, menu, panel, cellForm } = parts;
  const names = commandNames(services.app);
  const isKale = () => kale.notebook?.isKale ?? false;
  // The context menu has these commands for code cells alone.
  const isCode = ({ isContextMenu }) => isContextMenu || kale.activeCell?.model.type === 'code';
  const isStep = () => kale.activeOutline?.step != null;

  const isRunning = () => kale.runs.has(kale.notebook?.uri);
  const canRun = () => isKale() && !isRunning();
  const canRunStep = () => isStep() && !isRunning();

  const commands = {
    [CommandIDs.cellActions]: {
      label: 'Kale: Cell Actions…',
      caption: 'Fix problems of the cell or change its tags',
      isEnabled: args => isCode(args) && kale.server.state === 'ready',
      execute: () => menu.open(kale.activeCell)
    },
    [CommandIDs.editCell]: {
      label: 'Kale: Set Up Cell…',
      caption: 'Set the role of the cell, the name of its step, what it runs after and its resources',
      isEnabled: args => isCode(args) && kale.server.state === 'ready',
      keepsFocus: true,
      execute: () => cellForm.toggle()
    },
    [CommandIDs.makePipeline]: {
      label: 'Kale: Make This a Pipeline…',
      caption: 'Propose steps for the cells that have no tags',
      isEnabled: () => kale.notebook !== null && kale.server.state === 'ready',
      keepsFocus: true,
      execute: () => panel.propose()
    },
    [CommandIDs.editTags]: {
      label: 'Kale: Edit Cell Tags…',
      caption: 'Edit the tags of the cell as text, separated by commas',
      isEnabled: isCode,
      execute: () => editTags(lab, kale)
    },
    [CommandIDs.renameStep]: {
      label: 'Kale: Rename Step…',
      caption: 'Rename the step of the cell everywhere in the notebook',
      isEnabled: isStep,
      isVisible: () => kale.server.hasCommand('kale.renameStep'),
      execute: () => renameStep(lab, kale)
    },
    [CommandIDs.previousStep]: {
      label: 'Kale: Go to Previous Step',
      isEnabled: isKale,
      execute: () => goToStep(kale, 'kale.previousStep')
    },
    [CommandIDs.nextStep]: {
      label: 'Kale: Go to Next Step',
      isEnabled: isKale,
      execute: () => goToStep(kale, 'kale.nextStep')
    },
    [CommandIDs.fixAll]: {
      label: 'Kale: Fix All Problems',
      caption: 'Apply all safe fixes in the notebook',
      isEnabled: isKale,
      execute: () => fixAll(lab, kale)
    },
    [CommandIDs.compile]: {
      label: `Kale: ${names.compileLong}`,
      caption: 'Compile the notebook to a Kubeflow pipeline, including unsaved changes',
      isEnabled: isKale,
      effect: 'It writes the pipeline spec and the DSL script to files.',
      execute: () => compile(lab, services, parts)
    },
    [CommandIDs.run]: {
      label: `Kale: ${names.runLong}`,
      caption: 'Compile the pipeline and run its steps with the Python of JupyterLab',
      isEnabled: canRun,
      isVisible: () => kale.server.hasCommand('kale.run'),
      effect: RUN_EFFECT,
      execute: () => run(lab, kale, panel)
    },
    [CommandIDs.runWithParameters]: {
      label: 'Kale: Run Pipeline with Parameters…',
      caption: 'Run the pipeline with other values of its parameters',
      isEnabled: canRun,
      isVisible: () => kale.server.hasCommand('kale.run') && hasParameters(kale.notebook),
      effect: RUN_EFFECT,
      execute: () => runWithParameters(lab, kale, panel)
    },
    [CommandIDs.runStep]: {
      label: 'Kale: Run Step',
      caption: 'Run the step of the cell, with what earlier runs have computed or what it needs',
      isEnabled: canRunStep,
      isVisible: () => kale.server.hasCommand('kale.run'),
      effect: RUN_EFFECT,
      execute: () => run(lab, kale, panel, { step: kale.activeOutline.step })
    },
    [CommandIDs.runToHere]: {
      label: 'Kale: Run to This Step',
      caption: 'Run the step of the cell and everything that it needs',
      isEnabled: canRunStep,
      isVisible: () => kale.server.hasCommand('kale.run'),
      effect: RUN_EFFECT,
      execute: () => run(lab, kale, panel, { until: kale.activeOutline.step })
    },
    [CommandIDs.submit]: {
      label: 'Kale: Submit to Kubeflow Pipelines…',
      caption: 'Run the pipeline on a Kubeflow Pipelines server, or upload it',
      isEnabled: canRun,
      isVisible: () => kale.server.hasCommand('kale.run'),
      execute: () => submit(lab, kale)
    },
    [CommandIDs.schedule]: {
      label: 'Kale: Schedule on Kubeflow Pipelines…',
      caption: 'Have a Kubeflow Pipelines server run the pipeline again and again',
      isEnabled: canRun,
      isVisible: () => kale.server.hasCommand('kale.run'),
      execute: () => submit(lab, kale, 'schedule')
    },
    [CommandIDs.showSchedules]: {
      label: 'Kale: Show Schedules on Kubeflow Pipelines…',
      caption: 'List the schedules of a Kubeflow Pipelines server, and remove them',
      isEnabled: isKale,
      isVisible: () => kale.server.hasCommand('kale.schedules'),
      execute: () => showSchedules(lab, kale)
    },
    [CommandIDs.stop]: {
      label: 'Kale: Stop Run',
      isEnabled: isRunning,
      isVisible: () => kale.server.hasCommand('kale.run'),
      execute: () => stop(kale)
    },
    [CommandIDs.showPipeline]: {
      label: 'Kale: Show Pipeline',
      caption: 'Show the problems of the notebook, the pipeline graph and the runs',
      execute: () => panel.show()
    },
    [CommandIDs.restart]: {
      label: 'Kale: Restart Server',
      execute: () => kale.restart()
    }
  };
  for (const [command, { execute, effect, keepsFocus = false, ...options }] of Object.entries(commands)) {
    services.app.commands.addCommand(command, {
      ...options,
      execute: async args => {
        if (args.isContextMenu) kale.activateClickedCell();
        if (effect !== undefined && !isChosenByUser(args)) {
          const question = options.label.replace(/^Kale: |…$/g, '');
          if (!(await confirm(lab, question, effect))) return;
        }
        const restoreFocus = kale.focusKeeper();
        await telling(lab, execute);
        if (!keepsFocus) restoreFocus();
      }
    });
    services.palette?.addItem({ command, category: 'Kale', args: chosenByUser });
    const keys = RUN_KEYS[command];
    const selector = '.jp-Notebook .jp-mod-active.jp-CodeCell';
    if (keys) services.app.commands.addKeyBinding({ command, keys, selector, args: chosenByUser });
  }
}

/** Does something, and tells the person if it fails. */
async function telling(lab, work) {
  try {
    await work();
  } catch (error) {
    notify(lab, 'error', `Kale: ${error.message}`);
  }
}
