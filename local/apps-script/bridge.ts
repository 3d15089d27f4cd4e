import type { instantOf, isTimeZone, offsetAt } from './time-zone.ts';

/** What crosses between a script's worker and the main thread: JSON text and nothing else, so no object leaks. */

/** One call of an Apps Script service that reaches beyond the script's own memory. */
export interface BridgeCall {
  /** From 0, per execution. */
  index: number;
  /** The global that the script called: `SpreadsheetApp`, `UrlFetchApp`, … */
  service: string;
  method: string;
  arguments: unknown[];
}

export type BridgeReply = { value: unknown } | { error: string };

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface LogEntry {
  level: LogLevel;
  text: string;
}

export interface ScriptError {
  name: string;
  message: string;
  stack: string;
}

export type Outcome =
  | { status: 'completed'; result: unknown; unhandledRejections: string[] }
  | { status: 'failed'; error: ScriptError; unhandledRejections: string[] };

/** From the worker: a call that waits for its reply, a log line, or the end. */
export type WorkerMessage =
  | { kind: 'call'; text: string }
  | { kind: 'log'; entry: LogEntry }
  | { kind: 'end'; outcome: Outcome };

/** What called the script, which decides what it may do. */
export type CallContext = 'menu' | 'simple' | 'installable' | 'timer' | 'dialog' | 'webapp';

/** A trigger's event, from which the stand-ins build the `e` of the handler. */
export type EventDescription = {
  authMode: 'FULL' | 'LIMITED';
  user: string;
  triggerUid: string | null;
} & (
  | { type: 'open' }
  | { type: 'change'; changeType: string }
  | {
      type: 'edit';
      sheetId: number;
      rectangle: { row: number; column: number; rows: number; columns: number };
      /** Of a single cell only, and only where there is one. */
      value: string | null;
      oldValue: string | null;
    }
  | { type: 'clock'; epochMilliseconds: number }
);

/** What the script is started with. */
export interface Setup {
  functionName: string;
  context: CallContext;
  arguments: unknown[];
  event: EventDescription | null;
  /** The manifest's: the zone of `Date`. */
  timeZone: string;
}

/** The few functions that the worker hands to the stand-ins. All take and give primitives only; none throws. */
export interface Host {
  setup: string;
  /** A `BridgeCall` without its index, as JSON; answers a `BridgeReply` as JSON. Blocks. */
  call(text: string): string;
  log(level: LogLevel, text: string): void;
  now(): number;
  /** Bytes go in and out as Latin-1 text. */
  digest(algorithm: string, bytes: string): string;
  hmac(algorithm: string, key: string, bytes: string): string;
  uuid(): string;
  isTimeZone: typeof isTimeZone;
  offsetAt: typeof offsetAt;
  instantOf: typeof instantOf;
  /** Set by the stand-ins: calls the entry function. */
  invoke(): void;
  /** Set by the stand-ins: the outcome as JSON, once microtasks have drained. */
  outcome(): string;
  /** Set by the stand-ins: an error as JSON (`ScriptError`). */
  describe(error: unknown): string;
}
