import type { Reader } from './cells.ts';
import { isBlank, plainText, readPattern, refuse } from './cells.ts';
import type { Settings } from './settings.ts';

/** In place of a slug, where a check of the connections puts a page of its own. */
export const CHECK_SLUG = 'connection-check';

/**
 * Ids that would hide, or be hidden by, something else that answers at `/{slug}`, `/{slug}.html` or `/g/{slug}`:
 * the site's own documents and folders, the crew service's routes, what careless scripts write for "nothing", and
 * the page of a check.
 */
const REFUSED_IDS: ReadonlySet<string> = new Set([
  ...'index home default error 403 404 500 about contact book booking bookings'.split(' '),
  ...'robots sitemap favicon assets static images css fonts guest guests'.split(' '),
  ...'presign crew confirm photo photos conditions event events calendar api admin'.split(' '),
  ...'login logout health status null undefined nan true false'.split(' '),
  CHECK_SLUG,
]);

const ADVICE = 'Write 3 to 32 letters (A–Z), digits and hyphens, such as XHQGMDH.';

/** Sheets keeps 15 digits of a number. */
const MOST_EXACT = 1e15;

const readIdText = readPattern(/^[A-Za-z0-9-]{3,32}$/, () => ADVICE);

/** The booking id as written. A date, a fraction or more digits than a number holds means that Sheets rewrote what was typed. */
export const readBookingId: Reader<string> = (cell) => {
  if (cell instanceof Date || (typeof cell === 'number' && !(Math.abs(cell) < MOST_EXACT && cell % 1 === 0)))
    return refuse(`${ADVICE} Format the cell as plain text, so that it isn't taken for a date or a number.`);
  if (!isBlank(cell) && REFUSED_IDS.has(slugOf(plainText(cell)))) {
    return refuse('This word is needed for another page: choose another id.');
  }
  return readIdText(cell);
};

/** Names the guest page for ever. */
export function slugOf(bookingId: string): string {
  return bookingId.toLowerCase();
}

/** The object's key in the guest bucket: as S3 stores it, not percent-encoded. */
export function guestPageKey(
  { guestPageKey: template }: Pick<Settings, 'guestPageKey'>,
  slug: string,
): string {
  return template.replace('{slug}', slug);
}

export function guestPageUrl(
  { guestPageUrl: template }: Pick<Settings, 'guestPageUrl'>,
  slug: string,
): string {
  return template.replace('{slug}', slug);
}
