import type { Clock } from '../clients/clock.ts';
import type { Attempt } from '../clients/request.ts';
import { fingerprint } from '../projections/fingerprint.ts';
import type { Json, Projection } from '../projections/projection.ts';
import {
  type Journal,
  type ProjectionRecord,
  type Question,
  type Sending,
  type Standing,
  standingOf,
} from './journal.ts';

/** What the journal holds of one projection of one booking, and the only way in which a publish changes it. */
export class StepRecord {
  private readonly before: ProjectionRecord | undefined;

  constructor(
    private readonly journal: Journal,
    private readonly bookingId: string,
    private readonly projection: Projection,
    private readonly clock: Clock,
  ) {
    this.before = this.current;
  }

  get current(): ProjectionRecord | undefined {
    return this.journal.find(this.bookingId)?.records[this.projection.name];
  }

  /** What stands there, or stood there before the write whose outcome is not known. */
  get standing(): Standing | undefined {
    return standingOf(this.current);
  }

  write(record: ProjectionRecord | undefined): void {
    this.journal.record(this.bookingId, this.projection.name, record);
  }

  settling(desired: Json, id: string, isAnnounced: boolean): void {
    this.write({ state: 'settling', isAnnounced, ...this.holding(desired), id });
  }

  done(desired: Json, id: string): void {
    this.write({ state: 'done', ...this.holding(desired), id });
  }

  /** Leaves what is under way to the captain. */
  ask(question: Question): void {
    const { current } = this;
    if (current?.state === 'sending') this.write({ ...current, question });
  }

  /** Names a write, and puts it on record at the moment when it leaves; `again` is what it repeats. */
  attempt(action: Sending['action'], desired: Json | null, again?: Sending): Attempt {
    const idempotencyKey = again ? again.idempotencyKey : this.reference();
    return {
      bookingId: this.bookingId,
      idempotencyKey,
      revision: this.revision,
      at: this.clock.now(),
      leaving: () => {
        const { current, standing: previous } = this;
        this.write({
          state: 'sending',
          action,
          since: current?.state === 'sending' ? current.since : this.clock.now(),
          idempotencyKey,
          ...(desired === null ? { fingerprint: '' } : this.holding(desired)),
          previous,
        });
      },
    };
  }

  /** Names this attempt by booking, projection and revision; never by its content, which can come back. */
  reference(): string {
    return `${this.bookingId}/${this.projection.name.replace(/ /g, '-')}/${this.revision}`;
  }

  private get revision(): number {
    return this.journal.find(this.bookingId)?.revision || 0;
  }

  /** This run's write is known not to have happened. What an earlier run sent is as unknown as before. */
  takeBack(): void {
    const { current, before } = this;
    if (current?.state !== 'sending') return;
    this.write(before?.state === 'sending' ? before : current.previous);
  }

  private holding(desired: Json): { fingerprint: string; memory: Json | undefined } {
    return { fingerprint: fingerprint(desired), memory: this.projection.memory?.(desired) };
  }
}
