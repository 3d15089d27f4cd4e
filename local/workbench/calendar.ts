import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Entry } from '../../services/jada-calendar/entry.ts';
import { EntryStore } from '../../services/jada-calendar/entry-store.ts';
import { defaultTables } from '../../services/jada-calendar/tables.ts';
import type { LocalSystem } from '../system.ts';
import { countWords, type Markup, showPage } from './layout.ts';
import { addMonths, type Month, monthName, monthOf, readMonth, weeksOf } from './month.ts';

/** JADA's calendar a month at a time, read straight from its table. */
export function calendarRoutes(system: LocalSystem): Hono {
  const entries = new EntryStore(system.cloud.contents.documents, defaultTables.entries);
  /** All that is to come, and what was in the last months. */
  const near = async (month: Month) =>
    entries.overlapping(new Date(`${addMonths(month, -1)}-01`), new Date(`${addMonths(month, 2)}-01`));
  const nextMonth = async () => {
    const now = new Date(system.clock.now());
    const [next] = await entries.overlapping(now, new Date(now.getTime() + 2 * 365 * 86_400_000));
    return monthOf(next?.date ?? system.today());
  };
  return new Hono().get('/', async (context) => {
    const month = readMonth(context.req.query('month')) ?? (await nextMonth());
    const content = calendarContent(month, await near(month), system.today());
    return showPage(context, { title: `Calendar, ${monthName(month)}`, section: '/calendar', content });
  });
}

function calendarContent(month: Month, entries: readonly Entry[], today: string): Markup {
  const on = (date: string) =>
    entries.filter((entry) => entry.date === date).sort((a, b) => a.starts_at.localeCompare(b.starts_at));
  const day = (date: string | null) => {
    if (date === null) return html`<td class="outside"></td>`;
    const ofDay = on(date);
    return html`<td class="${ofDay.length > 0 ? 'busy' : 'free'}">
      <time datetime="${date}" ${date === today ? html`aria-current="date"` : ''}>${dayName(date)}</time>
      ${ofDay.map(entryCard)}
    </td>`;
  };
  return html`
    <nav class="months" aria-label="Months">
      <a href="/calendar?month=${addMonths(month, -1)}" rel="prev">← ${monthName(addMonths(month, -1))}</a>
      <a href="/calendar?month=${addMonths(month, 1)}" rel="next">${monthName(addMonths(month, 1))} →</a>
    </nav>
    <table class="month">
      <caption>${countWords(entries.filter(({ date }) => monthOf(date) === month).length, 'entry', 'entries')}</caption>
      <thead><tr>${['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
      <tbody>${weeksOf(month).map((week) => html`<tr>${week.map(day)}</tr>`)}</tbody>
    </table>`;
}

function entryCard(entry: Entry): Markup {
  return html`<article>
    <h2>${entry.event_name}</h2>
    <p>${startTime(entry)}, ${entry.duration_hours} h · ${entry.boat} · ${entry.location}</p>
    <p>Guest ${entry.guest_name} · captain ${entry.captain}${entry.crew.length > 0 ? ` · crew ${entry.crew.join(', ')}` : ''}</p>
    ${entry.notes ? html`<p class="notes">${entry.notes}</p>` : ''}
    <p class="id">${entry.booking_id} · ${entry.entry_id}</p>
  </article>`;
}

/** As clocks at the place show it: the start carries its own offset. */
function startTime({ start_time }: Entry): string {
  const local = new Date(`${start_time.slice(0, 16)}Z`);
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', timeStyle: 'short' }).format(local);
}

/** The weekday stands above its column, where there are columns. */
function dayName(date: string): Markup {
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', weekday: 'long' });
  return html`<span class="weekday">${weekday.format(new Date(date))} </span>${Number(date.slice(8))}`;
}
