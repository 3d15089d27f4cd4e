import type { BookingCollection } from '../clients/booking-collection.ts';
import type { Attempt } from '../clients/request.ts';
import { differencesOf } from './differences.ts';
import type { Found, Inspection, Json, Placed, Subject } from './projection.ts';

/** What is one entry of a REST collection: how it is put there, found and looked at. */
export abstract class CollectionEntry<Desired extends { [field: string]: Json }> {
  readonly afterUnknownCreation: 'repeat' | 'find';

  constructor(private readonly collection: BookingCollection<Desired>) {
    this.afterUnknownCreation = collection.honoursIdempotencyKeys ? 'repeat' : 'find';
  }

  async create(_subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    return this.collection.create(desired, attempt);
  }

  async update(
    _subject: Subject,
    desired: Desired,
    { id }: Placed,
    attempt: Attempt,
  ): Promise<{ id: string }> {
    await this.collection.update(id, desired, attempt);
    return { id };
  }

  remove(_subject: Subject, { id }: Placed, attempt: Attempt): Promise<void> {
    return this.collection.remove(id, attempt);
  }

  find({ booking }: Subject): Promise<Found> {
    return this.collection.findByBooking(booking.bookingId);
  }

  async inspect(subject: Subject, desired: Desired, { id }: Placed): Promise<Inspection> {
    const stands = id === '' ? null : await this.collection.read(id, subject.booking.bookingId);
    if (stands) return { kind: 'seen', differences: differencesOf(desired, stands) };
    const found = await this.find(subject);
    if (found.kind === 'absent') return { kind: 'gone' };
    if (found.kind !== 'found') return found;
    return found.id === id
      ? { kind: 'cannot be asked', why: 'it can’t be read by its id' }
      : { kind: 'seen', differences: ['it stands under another id'] };
  }
}
