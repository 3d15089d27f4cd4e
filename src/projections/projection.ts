import type { Booking } from '../booking/booking.ts';
import type { Attempt } from '../clients/request.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

/** In the order in which a captain thinks of them. */
export const PROJECTION_NAMES = [
  'kanban card',
  'guest page',
  'calendar entry',
  'crew event',
  'crew-visible notes',
  'captain summary',
] as const;
export type ProjectionName = (typeof PROJECTION_NAMES)[number];

/** Where a projection stands in its outside system. */
export interface Placed {
  /** The remote id; empty when the outside system gives none, or it never told us. */
  id: string;
  /** What `memory` said when it was placed; absent when that is not known. */
  memory?: Json | undefined;
}

/** One booking while it is being published. */
export interface Subject {
  booking: Booking;
  /** The charter is over: nobody is invited any more. */
  ended: boolean;
  /** Remote ids of this booking's projections, as far as they are known by now. */
  idOf(projection: ProjectionName): string;
  /** Something the captain should know and that stops nothing. */
  warn(message: string): void;
  warnings(): readonly string[];
}

/** What a search for a booking's remote object can say. */
export type Found =
  | { kind: 'found'; id: string }
  | { kind: 'absent' }
  | { kind: 'cannot be asked'; why: string };

/**
 * One outside system's view of a booking. The publisher knows projections only by this.
 * `Desired` is plain JSON: its fingerprint tells whether anything has to be done.
 */
export interface Projection<Desired extends Json = Json> {
  readonly name: ProjectionName;
  readonly waitsFor: readonly ProjectionName[];
  /**
   * What to do about a creation whose outcome is unknown: send it again (the remote recognises the idempotency
   * key, or it does no harm), look for it, or ask the captain because nobody else can tell.
   */
  readonly afterUnknownCreation: 'repeat' | 'find' | 'ask';
  /** What should stand there; null when nothing should. */
  desired(subject: Subject): Desired | null;
  create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }>;
  update(subject: Subject, desired: Desired, placed: Placed, attempt: Attempt): Promise<{ id: string }>;
  /** Succeeds when it is gone already. */
  remove(subject: Subject, placed: Placed, attempt: Attempt): Promise<void>;
  find(subject: Subject): Promise<Found>;
  /** What the next update must know of this one. Kept in the journal: a few hundred bytes at most. */
  memory?(desired: Desired): Json;
  /** Waits until the outside world sees what was placed; false when it does not yet. `reference` names the attempt. */
  settle?(subject: Subject, desired: Desired, reference: string): Promise<boolean>;
}
