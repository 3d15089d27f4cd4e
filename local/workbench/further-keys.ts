import { html } from 'hono/html';
import type { StoredKey } from '../cloud/s3.ts';
import type { Markup } from './layout.ts';

/** How many objects of a bucket one page shows. */
export const MOST_KEYS = 100;

/** The way to the objects after these, where there may be any. */
export function furtherKeys(path: string, keys: readonly StoredKey[]): Markup | '' {
  const last = keys.at(-1);
  if (last === undefined || keys.length < MOST_KEYS) return '';
  return html`<p class="actions"><a href="${path}?after=${encodeURIComponent(last.key)}">Those after ${last.key}</a></p>`;
}
