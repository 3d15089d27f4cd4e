import type { Clock } from '../clients/clock.ts';
import { OutOfTime, RemoteError } from '../clients/remote-error.ts';
import { fingerprint } from '../projections/fingerprint.ts';
import type { Found, Json, Placed, Projection, Subject } from '../projections/projection.ts';
import type { Journal, Sending } from './journal.ts';
import type { StepOutcome } from './outcome.ts';
import { type Action, actionFor, wanted } from './plan.ts';
import { StepRecord } from './step-record.ts';

/** How long a foreign system gets until "not there" proves that a creation did not happen. */
const PROOF_MILLISECONDS = 60_000;

/** Makes one projection of one booking what it should be, from what the journal says when it begins. */
export class Step {
  private readonly record: StepRecord;

  constructor(
    private readonly projection: Projection,
    private readonly subject: Subject,
    private readonly journal: Journal,
    private readonly clock: Clock,
  ) {
    this.record = new StepRecord(journal, subject.booking.bookingId, projection, clock);
  }

  get action(): Action {
    return actionFor(this.projection, this.wanted(), this.record.current);
  }

  /** Never rejects: what went wrong is an outcome. */
  async run(): Promise<StepOutcome> {
    try {
      return await this.take(this.action, this.wanted());
    } catch (error) {
      return this.failure(error);
    }
  }

  private async take(action: Action, desired: Json | null): Promise<StepOutcome> {
    if (action === 'nothing') return { kind: 'nothing' };
    if (action === 'resolve') return this.resolve(this.record.current as Sending, desired);
    if (action === 'remove' || action === 'replace') await this.remove();
    if (desired === null) return { kind: 'done' };
    if (action === 'settle') return this.settle(desired);
    return action === 'update' ? this.update(desired) : this.create(desired);
  }

  private async create(desired: Json, again?: Sending): Promise<StepOutcome> {
    const attempt = this.record.attempt('create', desired, again);
    const { id } = await this.projection.create(this.subject, desired, attempt);
    return this.placed(desired, id);
  }

  private async update(desired: Json): Promise<StepOutcome> {
    const placed = await this.identified();
    if (!placed) return this.create(desired);
    try {
      const attempt = this.record.attempt('update', desired);
      const { id } = await this.projection.update(this.subject, desired, placed, attempt);
      return this.placed(desired, id);
    } catch (error) {
      const isGone = error instanceof RemoteError && error.status === 404;
      if (!isGone) throw error;
      this.record.write({ state: 'removed' });
      return this.create(desired);
    }
  }

  private async remove(): Promise<void> {
    const placed = await this.identified();
    if (placed) await this.projection.remove(this.subject, placed, this.record.attempt('remove', null));
    this.record.write({ state: 'removed' });
  }

  /** What stands there now; looked for when the captain said that it arrived, but nobody knows its id. */
  private async identified(): Promise<Placed | undefined> {
    const { standing } = this.record;
    if (!standing || standing.state === 'removed') return undefined;
    if (standing.id !== '' || this.projection.afterUnknownCreation === 'ask') return standing;
    const found = await this.find();
    if (found.kind === 'found') return { ...standing, id: found.id };
    throw new UnknownRemoteId();
  }

  private async resolve(sent: Sending, desired: Json | null): Promise<StepOutcome> {
    const { afterUnknownCreation } = this.projection;
    if (afterUnknownCreation === 'ask') {
      return { kind: 'undecided', why: 'nobody can tell whether it arrived' };
    }
    const isSame = desired !== null && sent.fingerprint === fingerprint(desired);
    if (afterUnknownCreation === 'repeat' && isSame) return this.create(desired, sent);
    const found = await this.find();
    if (found.kind === 'cannot be asked') return { kind: 'undecided', why: found.why };
    if (found.kind === 'found') {
      // Its content is not known: whatever is wanted is still to be written.
      this.record.write({ state: 'done', id: found.id, fingerprint: '' });
      return this.take(this.action, desired);
    }
    if (this.clock.now() - sent.since < PROOF_MILLISECONDS) {
      return { kind: 'later', why: 'it is looked for again in a minute', since: sent.since };
    }
    this.record.write(sent.previous);
    if (desired === null) return { kind: 'done' };
    return this.create(desired, isSame ? sent : undefined);
  }

  private async find(): Promise<Found> {
    try {
      return await this.projection.find(this.subject);
    } catch (error) {
      if (error instanceof RemoteError) return { kind: 'cannot be asked', why: error.message };
      throw error;
    }
  }

  private placed(desired: Json, id: string): StepOutcome | Promise<StepOutcome> {
    if (!this.projection.settle) {
      this.record.done(desired, id);
      return { kind: 'done' };
    }
    this.record.settling(desired, id);
    return this.settle(desired);
  }

  private async settle(desired: Json): Promise<StepOutcome> {
    const { current } = this.record;
    if (current?.state !== 'settling' || !this.projection.settle) return { kind: 'done' };
    const isSeen = await this.projection.settle(this.subject, desired, this.record.reference());
    if (!isSeen) return { kind: 'later', why: 'the public does not see it yet', since: current.since };
    this.record.done(desired, current.id);
    return { kind: 'done' };
  }

  private failure(error: unknown): StepOutcome {
    const { since } = this.record;
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof OutOfTime) {
      if (!error.mayHaveArrived) this.record.takeBack();
      return { kind: 'later', why, since };
    }
    if (error instanceof RemoteError && error.outcome === 'unknown') {
      const isMail =
        this.projection.afterUnknownCreation === 'ask' && this.record.current?.state === 'sending';
      return isMail ? { kind: 'undecided', why } : { kind: 'later', why, since };
    }
    this.record.takeBack();
    return { kind: 'failed', why };
  }

  private wanted(): Json | null {
    return wanted(this.projection, this.subject, this.journal.find(this.subject.booking.bookingId));
  }
}

class UnknownRemoteId extends Error {
  override readonly name = 'UnknownRemoteId';

  constructor() {
    super('it stands there, but its id was never told to us: change it by hand over there');
  }
}
