import { ActionMenu } from './actionMenu.js';
import { isBesideKale } from './commandNames.js';
import { CellEditors } from './cellEditors.js';
import { registerCommands } from './commands.js';
import { CellForm } from './form/cellForm.js';
import { Kale } from './kale.js';
import { Settings } from './settings.js';
import { SidePanel } from './sidePanel.js';
import { addStatusItem } from './statusItem.js';

/** Puts the parts together. `services` are JupyterLab's, null where it has none. */
export function activate(lab, services) {
  const { app, palette, restorer, editorExtensions } = services;
  const settings = new Settings(services.settings);
  const kale = new Kale(lab, services, settings);
  const menu = new ActionMenu(lab, kale);
  const editors = new CellEditors(lab, services, kale);
  editorExtensions.addExtension({
    name: 'kale-lsp:cells',
    factory: ({ model }) => editors.extension(model.sharedModel)
  });
  const panel = new SidePanel(lab, services, kale);
  app.shell.add(panel.widget, 'right', { rank: 900 });
  restorer?.add(panel.widget, panel.widget.id);
  const cellForm = new CellForm(lab, services, kale);
  registerCommands(lab, services, { kale, menu, panel, cellForm, settings, palette });
  addStatusItem(lab, services, kale, panel);
  document.body.classList.toggle('kale-mod-beside', isBesideKale(app));
  kale.start();
}
