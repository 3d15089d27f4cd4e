import { element } from '../../../src/dialogs/page.ts';
import type { ButtonName } from '../../apps-script/user-interface.ts';
import type { Answer, Question } from '../live/message.ts';
import { ask, type Choice } from './modal.ts';

const LABELS: Record<ButtonName, string> = {
  OK: 'OK',
  CANCEL: 'Cancel',
  YES: 'Yes',
  NO: 'No',
  CLOSE: 'Close',
};

/** The alert or prompt that a script waits for, if any. */
export class Questions {
  private shown: { id: string; remove: () => void } | null = null;

  constructor(private readonly answer: (question: string, answer: Answer) => void) {}

  show(question: Question | null): void {
    if (this.shown?.id === question?.id) return;
    this.shown?.remove();
    this.shown = null;
    if (!question) return;
    const { id, kind, title, message, buttons } = question;
    const input = element('input', { type: 'text', ariaLabel: message });
    const choices: Choice<ButtonName>[] = (buttons.split('_') as ButtonName[]).map((value) => ({
      value,
      label: LABELS[value],
    }));
    const remove = ask(
      { title, message, choices, otherwise: 'CLOSE' as ButtonName, ...(kind === 'prompt' && { input }) },
      (button) => {
        this.shown = null;
        this.answer(id, { button, text: kind === 'prompt' ? input.value : '' });
      },
    );
    this.shown = { id, remove };
  }
}
