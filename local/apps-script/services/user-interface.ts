import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';
import { scopes } from '../manifest.ts';
import type { AlertRequest, ButtonName, DialogRequest, Menu, UserInterface } from '../user-interface.ts';

/** `Ui`. It exists only for the person who is at the spreadsheet. */
export function userInterfaceService(caller: Caller, ui: UserInterface, menus: Map<string, Menu>) {
  const user = caller.activeUser;
  return {
    open(): void {
      if (['timer', 'installable', 'webapp'].includes(caller.context)) {
        throw new ScriptVisibleError('Cannot call SpreadsheetApp.getUi() from this context.');
      }
    },
    alert: (request: Omit<AlertRequest, 'user'>): Promise<ButtonName> => ui.alert({ ...request, user }),
    prompt: (request: Omit<AlertRequest, 'user'>): Promise<{ button: ButtonName; text: string }> =>
      ui.prompt({ ...request, user }),
    showDialog(api: string, dialog: Omit<DialogRequest, 'user'>): void {
      caller.authorise(`Ui.${api}`, scopes.containerUi);
      ui.showDialog({ ...dialog, user });
    },
    /** A menu of the same name replaces the one that was there. */
    addMenu(menu: Menu): void {
      menus.set(menu.name, menu);
    },
  };
}
