import type { Caller } from '../caller.ts';
import { ScriptVisibleError } from '../errors.ts';
import { scopes } from '../manifest.ts';
import type {
  AlertRequest,
  Audience,
  ButtonName,
  DialogRequest,
  Menu,
  UserInterface,
} from '../user-interface.ts';

/** `Ui`. It exists only for the person who is at the spreadsheet. */
export function userInterfaceService(caller: Caller, ui: UserInterface, menus: Map<string, Menu>) {
  const audience = { user: caller.activeUser, execution: caller.id, context: caller.context };
  return {
    open(): void {
      if (['timer', 'installable', 'webapp'].includes(caller.context)) {
        throw new ScriptVisibleError('Cannot call SpreadsheetApp.getUi() from this context.');
      }
    },
    alert: (request: Omit<AlertRequest, keyof Audience>): Promise<ButtonName> =>
      ui.alert({ ...request, ...audience }),
    prompt: (request: Omit<AlertRequest, keyof Audience>): Promise<{ button: ButtonName; text: string }> =>
      ui.prompt({ ...request, ...audience }),
    showDialog(api: string, dialog: Omit<DialogRequest, keyof Audience>): void {
      caller.authorise(`Ui.${api}`, scopes.containerUi);
      ui.showDialog({ ...dialog, ...audience });
    },
    /** A menu of the same name replaces the one that was there. */
    addMenu(menu: Menu): void {
      menus.set(menu.name, menu);
    },
  };
}
