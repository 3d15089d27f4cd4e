import { type Execution, Person, type RunningExecution } from '../../apps-script/index.ts';
import type { LocalSystem } from '../../system.ts';
import { GridView } from '../grid/grid-view.ts';
import type { ScriptReply, WindowMessage } from './message.ts';
import { WorkbookWindow } from './window.ts';
import type { Windows } from './windows.ts';

/** How long a window that lost its connection may take to come back, as a reload does. */
const GRACE_MILLISECONDS = 10_000;

/** Keeps all open windows at what the workbook holds, and does what people ask for in them. */
export class LiveWorkbook {
  private readonly system: LocalSystem;
  private readonly windows: Windows;
  private readonly view: GridView;
  private isTelling = false;

  constructor(system: LocalSystem, windows: Windows) {
    this.system = system;
    this.windows = windows;
    this.view = new GridView(system.workbook, {
      user: system.captain,
      forBrowser: (url) => system.cloud.forBrowser(url),
    });
    system.workbook.watch(() => this.tellSoon());
    system.project.watchRunning(() => this.tellOfRunning());
    system.clock.watch(() => this.windows.broadcast(this.clock()));
  }

  /** One window's connection. `onOpen` runs, as whenever somebody opens the spreadsheet. Answers how to end it. */
  connect(id: string, connection: (message: WindowMessage) => void): () => void {
    const window = this.windows.find(id) ?? this.newWindow(id);
    this.tellOfChanges();
    connection({ kind: 'snapshot', snapshot: this.view.snapshot() });
    connection(this.clock());
    connection(this.running());
    window.connect(connection);
    this.begun(window, () => window.person.open()).then(() => this.windows.broadcast(this.menus()));
    return () => {
      if (!window.disconnect(connection)) return;
      setTimeout(() => {
        if (!window.isConnected) this.windows.remove(window);
      }, GRACE_MILLISECONDS).unref();
    };
  }

  private newWindow(id: string): WorkbookWindow {
    const window = new WorkbookWindow(id, new Person(this.system.project, this.system.captain));
    this.windows.add(window);
    return window;
  }

  /** Runs a function that a menu names. */
  run(window: WorkbookWindow, functionName: string, selection: Selection | undefined): void {
    this.start(window, functionName, { context: 'menu', arguments: [], selection });
  }

  /** What a dialog's page calls. */
  async call(
    window: WorkbookWindow,
    functionName: string,
    given: unknown[],
    selection: Selection | undefined,
  ): Promise<ScriptReply> {
    const started = this.start(window, functionName, { context: 'dialog', arguments: given, selection });
    const { status, result, error } = await started.finished;
    if (status === 'completed') return { value: result };
    return { error: error?.message ?? 'The script was stopped.' };
  }

  private start(
    window: WorkbookWindow,
    functionName: string,
    options: { context: 'menu' | 'dialog'; arguments: unknown[]; selection: Selection | undefined },
  ): RunningExecution {
    const { selection, ...rest } = options;
    const { project, captain } = this.system;
    const execution = project.start(functionName, {
      user: captain,
      ...rest,
      ...(selection && { selection }),
    });
    this.windows.began(execution.id, window);
    void execution.finished.then((ended) => this.tellOfTrouble(window, ended));
    return execution;
  }

  /** Lets a person do something, and remembers that what this starts was begun here. Throws what Sheets refuses. */
  begun<Result>(window: WorkbookWindow, act: () => Result): Result {
    const before = new Set(this.system.project.running().map(({ id }) => id));
    const result = act();
    for (const { id } of this.system.project.running()) {
      if (!before.has(id)) this.windows.began(id, window);
    }
    return result;
  }

  stop(execution: string): void {
    this.system.project
      .running()
      .find(({ id }) => id === execution)
      ?.kill();
  }

  /** A script that fails or is stopped says so at the top of the sheet; in a dialog its page is told. */
  private tellOfTrouble(window: WorkbookWindow, { status, error, functionName }: Execution): void {
    if (status === 'completed') return;
    const message = error ? `${error.name}: ${error.message}` : `${functionName} was stopped.`;
    window.send({ kind: 'toast', toast: { title: 'Script', message, seconds: 15 } });
  }

  /** A script changes many cells in one turn: they are told together. */
  private tellSoon(): void {
    if (this.isTelling) return;
    this.isTelling = true;
    setImmediate(() => this.tellOfChanges());
  }

  private tellOfChanges(): void {
    this.isTelling = false;
    const change = this.view.change();
    if (change) this.windows.broadcast({ kind: 'change', change });
  }

  private tellOfRunning(): void {
    const running = this.running();
    this.windows.keepOnly(new Set(running.executions.map(({ id }) => id)));
    this.windows.broadcast(running);
  }

  private running(): WindowMessage & { kind: 'running' } {
    const executions = this.system.project
      .running()
      .map(({ id, functionName, context }) => ({ id, functionName, context }));
    return { kind: 'running', executions };
  }

  private menus(): WindowMessage {
    return { kind: 'menus', menus: [...this.system.project.menus.values()] };
  }

  private clock(): WindowMessage {
    return { kind: 'clock', now: this.system.clock.now() };
  }
}

/** A tab and ranges in A1 notation, the active one last. */
export interface Selection {
  sheet: string;
  ranges: string[];
}
