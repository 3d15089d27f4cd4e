import type { Booking } from '../booking/booking.ts';
import type { Attempt } from '../clients/request.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json | undefined };

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
  /** Remote ids of this booking's projections, by the projection's name, as far as they are known by now. */
  idOf(projection: string): string;
  /** Whether it stands there as far as is known, under whatever id. */
  stands(projection: string): boolean;
  /** Something the captain should know and that stops nothing. It is remembered from one run to the next. */
  warn(message: string): void;
  warnings(): readonly string[];
  /** What was warned of is about to be looked at afresh. */
  forgetWarnings(): void;
}

/** What a search for a booking's remote object can say. */
export type Found =
  | { kind: 'found'; id: string }
  | { kind: 'absent' }
  | { kind: 'cannot be asked'; why: string };

/** What a look at a remote object tells. Each difference is in words: `start 10:30 in place of 09:00`. */
export type Inspection =
  | { kind: 'seen'; differences: string[] }
  | { kind: 'gone' }
  | { kind: 'cannot be asked'; why: string };

/** For what is placed before the outside world sees it. */
export interface Settling<Desired extends Json> {
  /** How long a first publish waits for it. */
  readonly patienceMilliseconds: number;
  /** Tells the outside world, once for each placing; `reference` names the attempt. */
  announce(subject: Subject, reference: string): Promise<void>;
  /** Whether the outside world sees exactly this by now; it is looked at no earlier than `notBefore`. */
  isSeen(subject: Subject, desired: Desired, notBefore: number): Promise<boolean>;
}

/**
 * One outside system's view of a booking. The publisher knows projections only by this.
 * `Desired` is plain JSON: its fingerprint tells whether anything has to be done.
 */
export interface Projection<Desired extends Json = Json> {
  /** For example `guest page`. */
  readonly name: string;
  readonly waitsFor: readonly string[];
  /**
   * What to do about a creation whose outcome is unknown: send it again (the remote recognises the idempotency
   * key, or it does no harm), look for it, or ask the captain because nobody else can tell. What is to be asked
   * about is so after updates too, for each of them is a new mail.
   */
  readonly afterUnknownCreation: 'repeat' | 'find' | 'ask';
  /** It is kept in the sheet, which is written at the very end: until then it counts as under way. */
  readonly isInSheet?: boolean;
  /** What should stand there; null when nothing should. */
  desired(subject: Subject): Desired | null;
  create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }>;
  update(subject: Subject, desired: Desired, placed: Placed, attempt: Attempt): Promise<{ id: string }>;
  /** Rejects with a RemoteError of status 404 or 410 when the remote says that it isn't there. */
  remove(subject: Subject, placed: Placed, attempt: Attempt): Promise<void>;
  find(subject: Subject): Promise<Found>;
  /** Holds what stands there against what was put there; absent where there is nothing to look at. */
  inspect?(subject: Subject, desired: Desired, placed: Placed): Promise<Inspection>;
  /** What the next update must know of this one. Kept in the journal: a few hundred bytes at most. */
  memory?(desired: Desired): Json;
  /** What people would see of it, for the preview: `puts the page at …`. Undefined: there is no better word than usual. */
  inWords?(
    subject: Subject,
    action: 'create' | 'update' | 'remove',
    placed: Placed | undefined,
  ): string | undefined;
  /** The whole page, of what is one. */
  page?(desired: Desired): string;
  readonly settling?: Settling<Desired>;
}
