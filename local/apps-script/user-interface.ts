/** What a script shows to a person in the sheet, and what the person answers. `user` is the person's address. */
export interface UserInterface {
  /** Answers a name of `ui.Button`. The script waits. */
  alert(alert: AlertRequest): Promise<ButtonName>;
  prompt(prompt: AlertRequest): Promise<{ button: ButtonName; text: string }>;
  toast(toast: { user: string; title: string; message: string; seconds: number }): void;
  /** The script goes on while the dialog is open. */
  showDialog(dialog: DialogRequest): void;
}

export type ButtonName = 'OK' | 'CANCEL' | 'YES' | 'NO' | 'CLOSE';

export interface AlertRequest {
  user: string;
  title: string;
  message: string;
  buttons: 'OK' | 'OK_CANCEL' | 'YES_NO' | 'YES_NO_CANCEL';
}

export interface DialogRequest {
  user: string;
  kind: 'modal' | 'modeless' | 'sidebar';
  title: string;
  html: string;
  /** Pixels; null: the default. */
  width: number | null;
  height: number | null;
}

/** Nobody there: every question is closed without an answer, and what is shown is seen by no one. */
export const nobody: UserInterface = {
  alert: async () => 'CLOSE',
  prompt: async () => ({ button: 'CLOSE', text: '' }),
  toast: () => {},
  showDialog: () => {},
};

/** A menu as `createMenu` built it. */
export interface Menu {
  name: string;
  entries: MenuEntry[];
}

export type MenuEntry =
  | { kind: 'item'; caption: string; functionName: string }
  | { kind: 'separator' }
  | { kind: 'menu'; menu: Menu };
