import type { CallContext } from './bridge.ts';

/** What a script shows to a person in the sheet, and what the person answers. */
export interface UserInterface {
  /** Answers a name of `ui.Button`. The script waits. */
  alert(alert: AlertRequest): Promise<ButtonName>;
  prompt(prompt: AlertRequest): Promise<{ button: ButtonName; text: string }>;
  toast(toast: Toast): void;
  /** The script goes on while the dialog is open. */
  showDialog(dialog: DialogRequest): void;
}

export type ButtonName = 'OK' | 'CANCEL' | 'YES' | 'NO' | 'CLOSE';

/** For whom something is shown. */
export interface Audience {
  /** The person's address. */
  user: string;
  /** The id of the execution that shows it, and what called that. */
  execution: string;
  context: CallContext;
}

export interface Toast extends Audience {
  title: string;
  message: string;
  /** Negative: until it is closed. */
  seconds: number;
}

export interface AlertRequest extends Audience {
  title: string;
  message: string;
  buttons: 'OK' | 'OK_CANCEL' | 'YES_NO' | 'YES_NO_CANCEL';
}

export interface DialogRequest extends Audience {
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
