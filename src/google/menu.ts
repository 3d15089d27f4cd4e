export type MenuItem = { label: string; handler: string } | 'separator';

/** Adds a menu to the spreadsheet's menu bar; each item calls a global function by its name. */
export function showMenu(title: string, items: readonly MenuItem[]): void {
  const menu = SpreadsheetApp.getUi().createMenu(title);
  for (const item of items) {
    if (item === 'separator') menu.addSeparator();
    else menu.addItem(item.label, item.handler);
  }
  menu.addToUi();
}
