import type {
  AlertRequest,
  Audience,
  ButtonName,
  DialogRequest,
  Toast,
  UserInterface,
} from '../../apps-script/index.ts';
import type { WindowMessage } from './message.ts';
import type { WorkbookWindow } from './window.ts';

/**
 * The windows in which people have the workbook open: where a script's toasts, questions and dialogs appear. What a
 * window began shows there. What an edit began by a trigger, in every window. All else goes where there are no windows.
 */
export class Windows implements UserInterface {
  private readonly elsewhere: UserInterface;
  private readonly windows = new Map<string, WorkbookWindow>();
  /** Which window began an execution. */
  private readonly beginners = new Map<string, WorkbookWindow>();

  constructor(elsewhere: UserInterface) {
    this.elsewhere = elsewhere;
  }

  add(window: WorkbookWindow): void {
    this.windows.set(window.id, window);
  }

  find(id: string): WorkbookWindow | undefined {
    return this.windows.get(id);
  }

  remove(window: WorkbookWindow): void {
    this.windows.delete(window.id);
    window.abandon();
  }

  broadcast(message: WindowMessage): void {
    for (const window of this.windows.values()) window.send(message);
  }

  began(execution: string, window: WorkbookWindow): void {
    this.beginners.set(execution, window);
  }

  /** Forgets the executions that are over, and the questions that they asked. */
  keepOnly(running: ReadonlySet<string>): void {
    const isRunning = (execution: string) => running.has(execution);
    for (const id of this.beginners.keys()) if (!isRunning(id)) this.beginners.delete(id);
    for (const window of this.windows.values()) window.keepQuestionsOf(isRunning);
  }

  async alert(request: AlertRequest): Promise<ButtonName> {
    const [window] = this.audience(request);
    return window ? (await window.ask('alert', request)).button : this.elsewhere.alert(request);
  }

  async prompt(request: AlertRequest): Promise<{ button: ButtonName; text: string }> {
    const [window] = this.audience(request);
    return window ? window.ask('prompt', request) : this.elsewhere.prompt(request);
  }

  toast(toast: Toast): void {
    const windows = this.audience(toast);
    const { title, message, seconds } = toast;
    for (const window of windows) window.send({ kind: 'toast', toast: { title, message, seconds } });
    if (windows.length === 0) this.elsewhere.toast(toast);
  }

  showDialog(dialog: DialogRequest): void {
    const [window] = this.audience(dialog);
    if (window) window.open(dialog);
    else this.elsewhere.showDialog(dialog);
  }

  private audience({ execution, context }: Audience): WorkbookWindow[] {
    const beginner = this.beginners.get(execution);
    if (beginner) return [beginner];
    const isTriggered = context === 'simple' || context === 'installable';
    return isTriggered ? [...this.windows.values()].filter(({ isConnected }) => isConnected) : [];
  }
}
