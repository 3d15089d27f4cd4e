import type { PublishBegun, PublishProgress } from '../commands/progress.ts';
import { byId, given, say, sayError } from './page.ts';
import { Card } from './progress-cards.ts';
import { clockTime, type Others, type Standing, viewOf } from './progress-view.ts';
import { call, closeDialog } from './script.ts';

const BUSY: readonly Standing[] = ['to begin', 'under way', 'others'];
const BY_ITSELF: readonly Standing[] = ['later', 'stopped'];
const BUSY_MILLISECONDS = 1500;
const BY_ITSELF_MILLISECONDS = 15_000;
/** By then what goes on by itself is the captain's business, or through. */
const WATCHED_MILLISECONDS = 30 * 60_000;
/** Requests are given up after half a minute, so this is long. */
const QUIET_MILLISECONDS = 2 * 60_000;
/** A lease lapses after 7 minutes, and the timer comes round within 5. */
const RESUMED_WITHIN_MILLISECONDS = 12 * 60_000;
const MOST_FAILURES = 5;

const begun = given<PublishBegun>();
const watched = { run: begun.run, bookingIds: begun.bookings.map(({ bookingId }) => bookingId) };
const bar = byId<HTMLProgressElement>('bar');
const cards = begun.bookings.map((booking, _, all) => new Card(booking, all.length === 1));

const others: Others = new Map();

/** Since when nothing has changed, epoch milliseconds. */
let quiet = { record: '', since: begun.run };
let failures = 0;

/** When to look again, in milliseconds; null: never. */
function show(progress: PublishProgress): number | null {
  const view = viewOf(begun, progress, others);
  for (const [index, booking] of view.bookings.entries()) cards[index]?.show(booking);
  // Without a value it says that nobody knows yet.
  if (view.all > 0) Object.assign(bar, { max: view.all, value: view.done });
  const is = (standings: readonly Standing[]) =>
    view.bookings.some(({ standing }) => standings.includes(standing));
  bar.hidden = view.all === 0 && !is(BUSY);

  const { now } = progress;
  const record = JSON.stringify(progress.bookings);
  if (record !== quiet.record) quiet = { record, since: now };
  const isGivenUp = now - begun.run > WATCHED_MILLISECONDS;
  const more = is(['under way', 'others']) && now - quiet.since > QUIET_MILLISECONDS ? stalled(progress) : '';
  say(
    [view.words, more, isGivenUp ? `Last looked at ${clockTime(now)}.` : ''].filter(Boolean).join(' '),
    view.kind,
  );
  if (isGivenUp) return null;
  if (is(BUSY)) return BUSY_MILLISECONDS;
  return is(BY_ITSELF) ? BY_ITSELF_MILLISECONDS : null;
}

function stalled({ bookings }: PublishProgress): string {
  const latest = Math.max(...bookings.map(({ lease }) => lease?.since ?? 0)) + RESUMED_WITHIN_MILLISECONDS;
  return `Nothing has moved for two minutes. If the script was stopped, it goes on by itself by ${clockTime(latest)}.`;
}

async function look(): Promise<void> {
  let pause: number | null = BY_ITSELF_MILLISECONDS;
  try {
    pause = show(await call('publishProgress', watched));
    failures = 0;
  } catch (error) {
    failures += 1;
    sayError(error);
    if (failures === MOST_FAILURES) return;
  }
  if (pause !== null) setTimeout(look, pause);
}

byId('close').onclick = closeDialog;
void look();
