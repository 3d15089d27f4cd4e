import { bookingId } from '../shared/fields.ts';
import { ServiceError } from '../shared/service-error.ts';
import type { CrewEvent } from './crew-event.ts';
import type { EventStore } from './event-store.ts';

/** The live event of a booking, by its id in any case; ServiceError 404 when there is none. */
export type CharterFinder = (id: string) => Promise<CrewEvent>;

export function charterFinder(events: EventStore): CharterFinder {
  return async (id) => {
    const { data } = bookingId.safeParse(id);
    const event = data === undefined ? null : await events.findByBooking(data);
    if (event) return event;
    throw new ServiceError(
      404,
      'charter_not_found',
      'There is no such charter, or it was cancelled. Look at the address again, or ask the captain.',
    );
  };
}
