import { randomUUID } from 'node:crypto';
import type { AlertRequest, ButtonName, DialogRequest, Person } from '../../apps-script/index.ts';
import type { Answer, Question, ShownDialog, WindowMessage } from './message.ts';

interface OpenQuestion {
  question: Question;
  execution: string;
  answer(answer: Answer): void;
}

const unanswered: Answer = { button: 'CLOSE', text: '' };

/** One window of the workbook in a browser. What waits for its person outlives a lost connection and a reload. */
export class WorkbookWindow {
  readonly id: string;
  readonly person: Person;
  private connection: ((message: WindowMessage) => void) | null = null;
  private readonly questions: OpenQuestion[] = [];
  private dialog: (ShownDialog & { html: string }) | null = null;

  constructor(id: string, person: Person) {
    this.id = id;
    this.person = person;
  }

  get isConnected(): boolean {
    return this.connection !== null;
  }

  send(message: WindowMessage): void {
    this.connection?.(message);
  }

  /** From now on `connection` is told; the last one isn't any more. */
  connect(connection: (message: WindowMessage) => void): void {
    this.connection = connection;
    this.showQuestion();
    this.showDialog();
  }

  /** False when the window has another connection by now. */
  disconnect(connection: (message: WindowMessage) => void): boolean {
    if (this.connection !== connection) return false;
    this.connection = null;
    return true;
  }

  /** Nobody will come back to this window. */
  abandon(): void {
    for (const { answer } of this.questions.splice(0)) answer(unanswered);
    this.dialog = null;
  }

  ask(kind: Question['kind'], { title, message, buttons, execution }: AlertRequest): Promise<Answer> {
    return new Promise((answer) => {
      const question = { id: randomUUID(), kind, title, message, buttons };
      this.questions.push({ question, execution, answer });
      this.showQuestion();
    });
  }

  /** False when that question isn't open any more. */
  answer(id: string, { button, text }: { button: ButtonName; text: string }): boolean {
    const [first] = this.questions;
    if (first?.question.id !== id) return false;
    this.questions.shift();
    first.answer({ button, text });
    this.showQuestion();
    return true;
  }

  /** Takes away what nobody waits for any more, for the script was ended. */
  keepQuestionsOf(isRunning: (execution: string) => boolean): void {
    const over = this.questions.filter(({ execution }) => !isRunning(execution));
    if (over.length === 0) return;
    for (const question of over) this.questions.splice(this.questions.indexOf(question), 1);
    this.showQuestion();
  }

  /** Sheets shows one dialog at a time: another takes its place. */
  open({ kind, title, width, height, html }: DialogRequest): void {
    this.dialog = { id: randomUUID(), kind, title, width, height, html };
    this.showDialog();
  }

  /** Of the dialog that is open, if it is this one. */
  dialogHtml(id: string): string | undefined {
    return this.dialog?.id === id ? this.dialog.html : undefined;
  }

  close(id: string): void {
    if (this.dialog?.id !== id) return;
    this.dialog = null;
    this.showDialog();
  }

  private showQuestion(): void {
    this.send({ kind: 'question', question: this.questions[0]?.question ?? null });
  }

  private showDialog(): void {
    if (!this.dialog) this.send({ kind: 'dialog', dialog: null });
    else {
      const { html: _page, ...dialog } = this.dialog;
      this.send({ kind: 'dialog', dialog });
    }
  }
}
