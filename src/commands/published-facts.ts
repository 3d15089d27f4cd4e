import type { Settings } from '../booking/settings.ts';
import { guestPageUrl } from '../booking/slug.ts';
import { type Journal, placedId } from '../publish/journal.ts';
import type { PublishedFacts } from './cards.ts';

export function publishedFacts(journal: Journal, settings: Pick<Settings, 'guestPageUrl'>): PublishedFacts {
  return {
    isKnown: (bookingId) => journal.find(bookingId) !== undefined,
    guestPageUrl: (bookingId, slug) =>
      placedId(journal.find(bookingId), 'guest page') === '' ? '' : guestPageUrl(settings, slug),
    isInvited: (bookingId) => placedId(journal.find(bookingId), 'crew event') !== '',
  };
}
