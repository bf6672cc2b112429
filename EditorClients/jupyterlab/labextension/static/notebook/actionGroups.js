/**
 * Code actions in the order and groups of a menu: fixes with the best first, then changes, then those of the
 * whole notebook.
 */
export function actionGroups(actions) {
  const groups = { quickfix: [], refactor: [], source: [], other: [] };
  for (const action of actions) {
    const family = (action.kind ?? '').split('.')[0];
    (groups[family] ?? groups.other).push(action);
  }
  groups.quickfix.sort((a, b) => Number(b.isPreferred ?? false) - Number(a.isPreferred ?? false));
  return Object.values(groups).filter(group => group.length > 0);
}
