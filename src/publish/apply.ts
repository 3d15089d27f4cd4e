import type { Clock } from '../clients/clock.ts';
import { OutOfTime, RemoteError } from '../clients/remote-error.ts';
import type { Attempt } from '../clients/request.ts';
import { fingerprint } from '../projections/fingerprint.ts';
import type { Found, Json, Placed, Projection, ProjectionName, Subject } from '../projections/projection.ts';
import type { Journal, ProjectionRecord, Sending, Standing } from './journal.ts';
import type { StepOutcome } from './outcome.ts';
import { actionFor, wanted } from './plan.ts';

/** How long a foreign system gets until "not there" proves that a creation did not happen. */
const PROOF_MILLISECONDS = 60_000;

/**
 * Applies the plan of one booking. Each step starts when those it waits for are through; what doesn't depend on
 * each other runs side by side, so that its requests share rounds. Every step decides afresh what to do, from
 * what the journal says by then.
 */
export class Application {
  private readonly projections: readonly Projection[];
  private readonly subject: Subject;
  private readonly journal: Journal;
  private readonly clock: Clock;

  constructor(projections: readonly Projection[], subject: Subject, journal: Journal, clock: Clock) {
    this.projections = projections;
    this.subject = subject;
    this.journal = journal;
    this.clock = clock;
  }

  async run(): Promise<Map<ProjectionName, StepOutcome>> {
    const started = new Map<ProjectionName, Promise<StepOutcome>>();
    for (const projection of this.projections) {
      started.set(projection.name, this.afterWhatItWaitsFor(projection, started));
    }
    const outcomes = new Map<ProjectionName, StepOutcome>();
    for (const [name, outcome] of started) outcomes.set(name, await outcome);
    return outcomes;
  }

  private async afterWhatItWaitsFor(
    projection: Projection,
    started: Map<ProjectionName, Promise<StepOutcome>>,
  ): Promise<StepOutcome> {
    const removing = this.actionOf(projection) === 'remove';
    for (const name of removing ? [] : projection.waitsFor) {
      const outcome = await started.get(name);
      if (outcome && outcome.kind !== 'done' && outcome.kind !== 'nothing')
        return { kind: 'waiting', for: name };
    }
    const before = this.recordOf(projection);
    try {
      return await this.step(projection);
    } catch (error) {
      return this.failure(projection, error, before);
    }
  }

  private async step(projection: Projection): Promise<StepOutcome> {
    const desired = this.wanted(projection);
    const record = this.recordOf(projection);
    const action = actionFor(projection, desired, record);
    if (action === 'nothing') return { kind: 'nothing' };
    if (action === 'resolve') return this.resolve(projection, desired, record as Sending);
    if (action === 'remove' || action === 'replace') await this.remove(projection);
    if (desired === null) return { kind: 'done' };
    if (action === 'settle') return this.settle(projection, desired);
    if (action === 'update') return this.update(projection, desired);
    return this.create(projection, desired);
  }

  private async create(projection: Projection, desired: Json, again?: Sending): Promise<StepOutcome> {
    const attempt = this.attempt(projection, 'create', desired, again);
    const { id } = await projection.create(this.subject, desired, attempt);
    return this.placed(projection, desired, id);
  }

  private async update(projection: Projection, desired: Json): Promise<StepOutcome> {
    const standing = await this.identified(projection);
    if (!standing) return this.create(projection, desired);
    const attempt = this.attempt(projection, 'update', desired);
    try {
      const { id } = await projection.update(this.subject, desired, standing, attempt);
      return this.placed(projection, desired, id);
    } catch (error) {
      const goneByOtherHands = error instanceof RemoteError && error.status === 404;
      if (!goneByOtherHands) throw error;
      this.write(projection, { state: 'removed' });
      return this.create(projection, desired);
    }
  }

  private async remove(projection: Projection): Promise<void> {
    const standing = await this.identified(projection);
    if (standing) {
      await projection.remove(this.subject, standing, this.attempt(projection, 'remove', null));
    }
    this.write(projection, { state: 'removed' });
  }

  /** What stands there now; looked for when the captain said that it arrived, but nobody knows its id. */
  private async identified(projection: Projection): Promise<Placed | undefined> {
    const standing = standingOf(this.recordOf(projection));
    if (!standing || standing.state === 'removed') return undefined;
    if (standing.id !== '' || projection.afterUnknownCreation === 'ask') return standing;
    const found = await this.find(projection);
    if (found.kind === 'found') return { ...standing, id: found.id };
    throw new UnknownRemoteId();
  }

  private async resolve(projection: Projection, desired: Json | null, sent: Sending): Promise<StepOutcome> {
    const { afterUnknownCreation } = projection;
    if (afterUnknownCreation === 'ask')
      return { kind: 'undecided', why: 'nobody can tell whether it arrived' };
    const unchanged = desired !== null && sent.fingerprint === fingerprint(desired);
    if (afterUnknownCreation === 'repeat' && unchanged) return this.create(projection, desired, sent);
    const found = await this.find(projection);
    if (found.kind === 'cannot be asked') return { kind: 'undecided', why: found.why };
    if (found.kind === 'found') {
      // Its content is not known: the next step makes it what it should be.
      this.write(projection, { state: 'done', id: found.id, fingerprint: '' });
      return this.step(projection);
    }
    if (this.clock.now() - sent.since < PROOF_MILLISECONDS) {
      return { kind: 'later', why: 'it is looked for again in a minute', since: sent.since };
    }
    this.write(projection, sent.previous);
    if (desired === null) return { kind: 'done' };
    return this.create(projection, desired, unchanged ? sent : undefined);
  }

  private async find(projection: Projection): Promise<Found> {
    try {
      return await projection.find(this.subject);
    } catch (error) {
      if (error instanceof RemoteError) return { kind: 'cannot be asked', why: error.message };
      throw error;
    }
  }

  private placed(projection: Projection, desired: Json, id: string): StepOutcome | Promise<StepOutcome> {
    if (projection.settle) {
      this.write(projection, {
        state: 'settling',
        since: this.clock.now(),
        ...this.holding(projection, desired, id),
      });
      return this.settle(projection, desired);
    }
    this.write(projection, { state: 'done', ...this.holding(projection, desired, id) });
    return { kind: 'done' };
  }

  private async settle(projection: Projection, desired: Json): Promise<StepOutcome> {
    const record = this.recordOf(projection);
    if (record?.state !== 'settling' || !projection.settle) return { kind: 'done' };
    const seen = await projection.settle(this.subject, desired, this.attemptKey(projection));
    if (!seen) return { kind: 'later', why: 'the public does not see it yet', since: record.since };
    this.write(projection, { state: 'done', ...this.holding(projection, desired, record.id) });
    return { kind: 'done' };
  }

  private holding(projection: Projection, desired: Json, id: string) {
    const memory = projection.memory?.(desired);
    return { id, fingerprint: fingerprint(desired), ...(memory === undefined ? {} : { memory }) };
  }

  /** Names the write and puts it on record at the moment when it leaves. */
  private attempt(
    projection: Projection,
    action: Sending['action'],
    desired: Json | null,
    again?: Sending,
  ): Attempt {
    const { bookingId } = this.subject.booking;
    const idempotencyKey = again?.idempotencyKey ?? this.attemptKey(projection);
    const memory = desired === null ? undefined : projection.memory?.(desired);
    return {
      bookingId,
      idempotencyKey,
      leaving: () => {
        const record = this.recordOf(projection);
        const previous = standingOf(record);
        this.write(projection, {
          state: 'sending',
          action,
          since: record?.state === 'sending' ? record.since : this.clock.now(),
          idempotencyKey,
          fingerprint: desired === null ? '' : fingerprint(desired),
          ...(memory === undefined ? {} : { memory }),
          ...(previous === undefined ? {} : { previous }),
        });
      },
    };
  }

  /** Never from the content alone: content can come back. */
  private attemptKey(projection: Projection): string {
    const { bookingId } = this.subject.booking;
    const revision = this.journal.find(bookingId)?.revision ?? 0;
    return `${bookingId}/${projection.name.replace(/ /g, '-')}/${revision}`;
  }

  private failure(projection: Projection, error: unknown, before: ProjectionRecord | undefined): StepOutcome {
    const record = this.recordOf(projection);
    const since =
      record?.state === 'sending' || record?.state === 'settling' ? record.since : this.clock.now();
    const why = error instanceof Error ? error.message : String(error);
    if (error instanceof OutOfTime) {
      if (!error.mayHaveArrived) this.takeBack(projection, before);
      return { kind: 'later', why, since };
    }
    if (error instanceof RemoteError && error.outcome === 'unknown') {
      const onlyTheCaptainKnows = projection.afterUnknownCreation === 'ask' && record?.state === 'sending';
      return onlyTheCaptainKnows ? { kind: 'undecided', why } : { kind: 'later', why, since };
    }
    this.takeBack(projection, before);
    return { kind: 'failed', why };
  }

  /** This run's write is known not to have happened. What an earlier run sent is as unknown as before. */
  private takeBack(projection: Projection, before: ProjectionRecord | undefined): void {
    const record = this.recordOf(projection);
    if (record?.state !== 'sending') return;
    this.write(projection, before?.state === 'sending' ? before : record.previous);
  }

  private actionOf(projection: Projection) {
    return actionFor(projection, this.wanted(projection), this.recordOf(projection));
  }

  private wanted(projection: Projection): Json | null {
    return wanted(projection, this.subject, this.journal.find(this.subject.booking.bookingId));
  }

  private recordOf(projection: Projection): ProjectionRecord | undefined {
    return this.journal.find(this.subject.booking.bookingId)?.records[projection.name];
  }

  private write(projection: Projection, record: ProjectionRecord | undefined): void {
    this.journal.record(this.subject.booking.bookingId, projection.name, record);
  }
}

function standingOf(record: ProjectionRecord | undefined): Standing | undefined {
  return record?.state === 'sending' ? record.previous : record;
}

class UnknownRemoteId extends Error {
  override readonly name = 'UnknownRemoteId';

  constructor() {
    super('it stands there, but its id was never told to us: change it by hand over there');
  }
}
