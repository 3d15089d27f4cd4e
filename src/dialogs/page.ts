/** The element of the dialog's page with this id. */
export function byId<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.getElementById(id);
  if (!found) throw new Error(`This dialog has no #${id}.`);
  return found as Kind;
}

/** What the dialog was opened with. */
export function given<Value>(): Value {
  return JSON.parse(byId('given').textContent ?? '') as Value;
}

/** A new element: a text among `content` is shown as text, whatever it says. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...content: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...content);
  return made;
}

export function button(label: string, act: () => void, className = ''): HTMLButtonElement {
  return element('button', { type: 'button', className, onclick: act }, label);
}

/** The dialog's one line of news, read out as it changes. `good`: all is well. */
export function say(words: string, kind: '' | 'good' | 'trouble' = ''): void {
  const status = byId('status');
  status.className = kind;
  status.textContent = words;
}

/** For rejections: says what went wrong. */
export function sayError(error: unknown): void {
  say(error instanceof Error ? error.message : String(error), 'trouble');
}

/** While something is under way, nothing else can be asked for. */
export function disableButtons(isDisabled: boolean): void {
  for (const one of document.querySelectorAll('button')) one.disabled = isDisabled;
}
