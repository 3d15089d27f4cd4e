import type { CrewEvent } from './crew-event.ts';

/** Where the guest page of the charter is, if the event names a public page: nothing else becomes a link. */
export function guestPageUrl({ guest_page_url }: Pick<CrewEvent, 'guest_page_url'>): string | null {
  const url = URL.canParse(guest_page_url) ? new URL(guest_page_url) : null;
  return url?.protocol === 'https:' ? url.href : null;
}
