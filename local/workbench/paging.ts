import { html } from 'hono/html';
import type { Markup } from './layout.ts';

/** A page's share of a long list: `most` items from the one that the query's `from` counts to, and the way further. */
export function share<Item>(
  items: readonly Item[],
  query: Record<string, string>,
  most: number,
): { shown: readonly Item[]; further: Markup | '' } {
  const from = /^\d{1,7}$/.test(query.from ?? '') ? Number(query.from) : 0;
  const next = from + most;
  const address = `?${new URLSearchParams({ ...query, from: String(next) })}`;
  return {
    shown: items.slice(from, next),
    further:
      next < items.length
        ? html`<p class="actions"><a href="${address}">From ${next + 1} on, of ${items.length}</a></p>`
        : '',
  };
}
