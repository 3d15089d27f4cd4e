import type { CallContext } from './bridge.ts';
import { assertAuthorised, type Manifest } from './manifest.ts';
import type { Rectangle } from './workbook/a1-notation.ts';

/** Service calls of one execution. `services` counts every call by service; the rest counts what costs time. */
export interface CallCounts {
  /** Reads, writes and flushes of cells. */
  spreadsheet: number;
  /** HTTP requests. */
  urlFetch: number;
  /** Calls of `fetch` and `fetchAll`. */
  rounds: number;
  services: Record<string, number>;
}

/** What a person has selected: a tab and ranges in it, the last of them the active one. */
export interface Selection {
  sheetId: number;
  ranges: Rectangle[];
}

/** The execution that calls a service: who it is, what it may do, and what it has not yet written. */
export class Caller {
  readonly id: string;
  /** Whose authority the script has. */
  readonly effectiveUser: string;
  /** Who is at the keyboard. */
  readonly activeUser: string;
  readonly context: CallContext;
  selection: Selection | null;
  readonly counts: CallCounts = { spreadsheet: 0, urlFetch: 0, rounds: 0, services: {} };
  private readonly manifest: Manifest;
  private pendingWrites: (() => void)[] = [];

  constructor(options: {
    id: string;
    effectiveUser: string;
    activeUser: string;
    context: CallContext;
    selection: Selection | null;
    manifest: Manifest;
  }) {
    this.id = options.id;
    this.effectiveUser = options.effectiveUser;
    this.activeUser = options.activeUser;
    this.context = options.context;
    this.selection = options.selection;
    this.manifest = options.manifest;
  }

  authorise(api: string, ...anyOf: string[]): void {
    assertAuthorised(this.manifest, this.context, api, anyOf);
  }

  /**
   * Sheets bundles writes: others see them when the script flushes, reads, or ends. A killed script's last
   * writes may be lost, and here they always are.
   */
  write(apply: () => void): void {
    this.pendingWrites.push(apply);
  }

  flush(): void {
    const writes = this.pendingWrites;
    this.pendingWrites = [];
    for (const apply of writes) apply();
  }
}
