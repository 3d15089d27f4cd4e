import type { AlertRequest, ButtonName, CallContext, DialogRequest, Menu } from '../../apps-script/index.ts';
import type { GridChange, GridSnapshot } from '../grid/grid-message.ts';

/** What a window of the workbook is told, one JSON object an event. Whatever is told replaces what was told before of the same kind. */
export type WindowMessage =
  | { kind: 'snapshot'; snapshot: GridSnapshot }
  | { kind: 'change'; change: GridChange }
  | { kind: 'menus'; menus: Menu[] }
  | { kind: 'running'; executions: ShownExecution[] }
  | { kind: 'toast'; toast: ShownToast }
  /** Null: none is open any more. */
  | { kind: 'question'; question: Question | null }
  | { kind: 'dialog'; dialog: ShownDialog | null }
  /** Epoch milliseconds, as the whole local system has it. */
  | { kind: 'clock'; now: number };

/** An execution of the script that runs now. */
export interface ShownExecution {
  id: string;
  functionName: string;
  context: CallContext;
}

export interface ShownToast {
  title: string;
  message: string;
  /** Negative: until it is closed. */
  seconds: number;
}

/** An alert, or a prompt, that a script waits for. */
export interface Question {
  id: string;
  kind: 'alert' | 'prompt';
  title: string;
  message: string;
  buttons: AlertRequest['buttons'];
}

export interface Answer {
  button: ButtonName;
  /** Of a prompt. */
  text: string;
}

/** A dialog whose page stands at `/live/dialogs/{id}`. */
export interface ShownDialog extends Pick<DialogRequest, 'kind' | 'title' | 'width' | 'height'> {
  id: string;
}

/** What became of something that a window asked for. `warned`: Sheets asks first whether it is meant. */
export type Reply = { outcome: 'done' } | { outcome: 'refused' | 'warned'; message: string };

/** What a function returned to a dialog, or the message of what it threw. */
export type ScriptReply = { value: unknown } | { error: string };
