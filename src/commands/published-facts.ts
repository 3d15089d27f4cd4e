import type { BookingSettings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import { type Journal, placedId, placedIn, stands } from '../publish/journal.ts';
import type { PublishedFacts } from './cards.ts';

export function publishedFacts(journal: Journal, settings: BookingSettings): PublishedFacts {
  return {
    isKnown: (bookingId) => journal.find(bookingId) !== undefined,
    isStanding: (bookingId) => {
      const entry = journal.find(bookingId);
      return entry !== undefined && stands(entry);
    },
    guestPageUrl: (bookingId, slug) =>
      placedId(journal.find(bookingId), 'guest page') === '' ? '' : guestPageUrl(settings, slug),
    isInvited: (bookingId) => placedIn(journal.find(bookingId), 'crew event') !== undefined,
  };
}
