import { ActionMenu } from './actionMenu.js';
import { CellEditors } from './cellEditors.js';
import { registerCommands } from './commands.js';
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
  registerCommands(lab, services, { kale, menu, panel, settings, palette });
  addStatusItem(lab, services, kale, panel);
  kale.start();
}
