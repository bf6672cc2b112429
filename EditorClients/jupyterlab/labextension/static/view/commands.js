import { CommandIDs } from './commandIDs.js';
import { compile, run } from './pipelineCommands.js';

const CATEGORY = 'Kale';

/** Adds the commands of this extension, and puts them into the command palette. Menus are in schemas/kale-lsp/plugin.json. */
export function registerCommands(lab, services, parts) {
  const { commands } = services.app;
  const { kale, menu, panel, palette } = parts;
  const isKale = () => kale.notebook?.isKale ?? false;
  const failing = work => async () => {
    try {
      await work();
    } catch (error) {
      lab.apputils.Notification.error(`Kale: ${error.message}`);
    }
  };

  commands.addCommand(CommandIDs.cellActions, {
    label: 'Kale: Actions of the Cell…',
    caption: 'What Kale can do with the cell: fixes and changes of its tags',
    isEnabled: () => kale.panel?.content.activeCell?.model.type === 'code' && kale.server.state === 'ready',
    execute: failing(() => menu.open(kale.panel.content.activeCell))
  });
  commands.addCommand(CommandIDs.editTags, {
    label: 'Kale: Edit Tags of the Cell…',
    caption: 'Write the tags of the cell, separated by commas',
    isEnabled: () => kale.panel?.content.activeCell?.model.type === 'code',
    execute: failing(() => editTags(lab, kale.panel.content.activeCell.model.sharedModel))
  });
  commands.addCommand(CommandIDs.fixAll, {
    label: 'Kale: Fix All Problems',
    caption: 'Make every fix of the notebook that has one right answer',
    isEnabled: isKale,
    execute: failing(async () => {
      const { fixes } = await kale.notebook.execute('kale.fixAll', [{ uri: kale.notebook.uri }]);
      lab.apputils.Notification.info(fixes.length === 0 ? 'Kale: nothing to fix.' : `Kale: ${fixes.join('\n')}`);
    })
  });
  commands.addCommand(CommandIDs.compile, {
    label: 'Kale: Compile Pipeline',
    caption: 'Compile the notebook, saved or not, into a Kubeflow pipeline',
    isEnabled: isKale,
    execute: failing(() => compile(lab, services, parts))
  });
  commands.addCommand(CommandIDs.run, {
    label: 'Kale: Run Pipeline on This Machine',
    caption: 'Compile the pipeline and run its steps with the Python of the server',
    isEnabled: isKale,
    isVisible: () => kale.server.hasCommand('kale.run'),
    execute: failing(() => run(lab, kale, panel))
  });
  commands.addCommand(CommandIDs.showPipeline, {
    label: 'Kale: Show Pipeline',
    caption: 'Show the graph and the problems of the notebook',
    execute: () => panel.show()
  });
  commands.addCommand(CommandIDs.restart, {
    label: 'Kale: Restart Server',
    execute: () => kale.server.restart()
  });
  for (const command of Object.values(CommandIDs)) palette?.addItem({ command, category: CATEGORY });
}

async function editTags(lab, sharedCell) {
  const tags = sharedCell.getMetadata('tags') ?? [];
  const { value, button } = await lab.apputils.InputDialog.getText({
    title: 'Tags of the cell',
    text: tags.join(', '),
    placeholder: 'step:train, prev:load'
  });
  if (!button.accept || value === null) return;
  const written = value
    .split(',')
    .map(tag => tag.trim())
    .filter(Boolean);
  sharedCell.transact(() => {
    if (written.length > 0) sharedCell.setMetadata('tags', written);
    else sharedCell.deleteMetadata('tags');
  });
}
