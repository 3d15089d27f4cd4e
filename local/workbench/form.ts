import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/** A labelled control of a form. `control` gets the attributes that tie it to its label, its hint and its error. */
export function field(
  {
    id,
    label,
    hint,
    error,
    hasFocus,
  }: { id: string; label: string; hint?: string; error: string | undefined; hasFocus?: boolean },
  control: (attributes: Markup) => Markup,
): Markup {
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  const attributes = html`id="${id}" name="${id}" ${notes ? html`aria-describedby="${notes}"` : ''} ${error ? html`aria-invalid="true"` : ''} ${hasFocus ? html`autofocus` : ''}`;
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${control(attributes)}
    ${hint ? html`<p class="hint" id="${id}-hint">${hint}</p>` : ''}
    ${error ? html`<p class="error" id="${id}-error">${error}</p>` : ''}
  </div>`;
}
