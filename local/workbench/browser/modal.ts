import { element } from '../../../src/dialogs/page.ts';

/** A choice: what it answers, and the words on its button. The first is the one that Enter takes. */
export interface Choice<Value> {
  value: Value;
  label: string;
}

export interface Modal<Value> {
  title: string;
  message: string;
  choices: readonly Choice<Value>[];
  /** What closing it without a choice answers. */
  otherwise: Value;
  /** For whoever is to write something first. */
  input?: HTMLInputElement;
}

/** Asks in a dialog that blocks the page. Answers a way to take the question away, which then is never answered. */
export function ask<Value>(
  { title, message, choices, otherwise, input }: Modal<Value>,
  answer: (value: Value) => void,
): () => void {
  let value = otherwise;
  const dialog = element('dialog', { className: 'question', ariaLabel: title || message });
  const buttons = choices.map((choice, index) => {
    const button = element('button', { type: 'submit', className: index === 0 ? '' : 'quiet' }, choice.label);
    button.onclick = () => {
      value = choice.value;
    };
    return button;
  });
  const form = element(
    'form',
    { method: 'dialog' },
    ...(title ? [element('h2', {}, title)] : []),
    element('p', {}, message),
    ...(input ? [input] : []),
    element('div', { className: 'row' }, ...buttons),
  );
  dialog.append(form);
  dialog.onclose = () => {
    dialog.remove();
    answer(value);
  };
  document.body.append(dialog);
  dialog.showModal();
  return () => {
    dialog.onclose = null;
    dialog.remove();
  };
}

/** Says something that is to be read before going on. */
export function tell(title: string, message: string): Promise<void> {
  return new Promise((resolve) => {
    ask({ title, message, choices: [{ value: undefined, label: 'OK' }], otherwise: undefined }, resolve);
  });
}
