import type { Clock } from '../clients/clock.ts';
import { messageOf, OutOfTime, RemoteError } from '../clients/remote-error.ts';
import { fingerprint } from '../projections/fingerprint.ts';
import type { Found, Json, Placed, Projection, Settling, Subject } from '../projections/projection.ts';
import type { Journal, Question, Sending } from './journal.ts';
import type { StepOutcome } from './outcome.ts';
import { type Action, actionFor, wanted } from './plan.ts';
import { StepRecord } from './step-record.ts';

/** How long a foreign system gets until "not there" proves that a creation did not happen. */
const PROOF_MILLISECONDS = 60_000;
/** Of a PATCH or a DELETE. */
const NOT_THERE: readonly number[] = [404, 405, 410];
const PAUSE_BETWEEN_LOOKS_MILLISECONDS = 1000;

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
    if (action === 'settle') return this.settle(desired, 0);
    return action === 'update' ? this.update(desired) : this.create(desired);
  }

  private async create(desired: Json, again?: Sending): Promise<StepOutcome> {
    const attempt = this.record.attempt('create', desired, again);
    const { id } = await this.projection.create(this.subject, desired, attempt);
    return this.placed(desired, id);
  }

  private async update(desired: Json): Promise<StepOutcome> {
    const placed = await this.identified('update', desired);
    if (!placed) return this.create(desired);
    const send = async (target: Placed): Promise<StepOutcome> => {
      const attempt = this.record.attempt('update', desired);
      const { id } = await this.projection.update(this.subject, desired, target, attempt);
      return this.placed(desired, id);
    };
    try {
      return await send(placed);
    } catch (error) {
      const elsewhere = await this.elsewhereThan(placed, error);
      if (elsewhere) return send(elsewhere);
      this.record.write({ state: 'removed' });
      return this.create(desired);
    }
  }

  private async remove(): Promise<void> {
    const placed = await this.identified('remove', null);
    const send = (target: Placed) =>
      this.projection.remove(this.subject, target, this.record.attempt('remove', null));
    try {
      if (placed) await send(placed);
    } catch (error) {
      if (!placed) throw error;
      const elsewhere = await this.elsewhereThan(placed, error);
      if (elsewhere) await send(elsewhere);
    }
    this.record.write({ state: 'removed' });
  }

  /**
   * Where it stands by now, when the remote says that it isn't where it was; undefined when it stands nowhere. A 404
   * or 405 is also what a remote answers that lacks the operation, so it is asked what there is.
   */
  private async elsewhereThan(placed: Placed, error: unknown): Promise<Placed | undefined> {
    if (!(error instanceof RemoteError) || !NOT_THERE.includes(error.status || 0)) throw error;
    const found = await this.find();
    if (found.kind === 'absent') return undefined;
    if (found.kind === 'found' && found.id !== placed.id) return { ...placed, id: found.id };
    throw new CaptainsBusiness('do it by hand', error.message);
  }

  /**
   * What stands there now; undefined when nothing does. It is looked for when the captain said that it arrived, for then
   * nobody knows its id.
   */
  private async identified(action: 'update' | 'remove', desired: Json | null): Promise<Placed | undefined> {
    const { standing } = this.record;
    if (!standing || standing.state === 'removed') return undefined;
    if (standing.id !== '' || this.projection.afterUnknownCreation === 'ask') return standing;
    const found = await this.find();
    if (found.kind === 'found') return { ...standing, id: found.id };
    if (found.kind === 'absent') return undefined;
    this.record.attempt(action, desired).leaving();
    throw new CaptainsBusiness('do it by hand', 'its id was never told to us');
  }

  private async resolve(sent: Sending, desired: Json | null): Promise<StepOutcome> {
    const { afterUnknownCreation } = this.projection;
    if (afterUnknownCreation === 'ask') throw new CaptainsBusiness('did it arrive', 'nobody can tell');
    const isSame = desired !== null && sent.fingerprint === fingerprint(desired);
    if (afterUnknownCreation === 'repeat' && isSame) return this.create(desired, sent);
    const found = await this.find();
    if (found.kind === 'cannot be asked') throw new CaptainsBusiness('did it arrive', found.why);
    if (found.kind === 'found') {
      // Its content is not known: whatever is wanted is still to be written.
      this.record.write({ state: 'done', id: found.id, fingerprint: '' });
      return this.take(this.action, desired);
    }
    if (this.clock.now() - sent.since < PROOF_MILLISECONDS) {
      return { kind: 'later', why: 'it is looked for again in a minute' };
    }
    this.record.write(sent.previous);
    if (desired === null) return { kind: 'done' };
    return this.create(desired, isSame ? sent : undefined);
  }

  private async find(): Promise<Found> {
    try {
      return await this.projection.find(this.subject);
    } catch (error) {
      if (!(error instanceof RemoteError)) throw error;
      // What passes is waited for, where nothing hangs on it: the same can be sent again.
      const isHarmless = this.projection.afterUnknownCreation === 'repeat' && error.outcome === 'unknown';
      if (isHarmless || error.outcome === 'put off') throw error;
      return { kind: 'cannot be asked', why: error.message };
    }
  }

  private placed(desired: Json, id: string): StepOutcome | Promise<StepOutcome> {
    const { settling, isInSheet } = this.projection;
    if (settling) {
      this.record.settling(desired, id, false);
      return this.settle(desired, settling.patienceMilliseconds);
    }
    if (!isInSheet) this.record.done(desired, id);
    return { kind: 'done' };
  }

  /** A first publish waits; the timer, which comes back anyway, looks once. */
  private async settle(desired: Json, patienceMilliseconds: number): Promise<StepOutcome> {
    const { current } = this.record;
    const { settling } = this.projection;
    if (current?.state !== 'settling' || !settling) return { kind: 'done' };
    const until = this.clock.now() + patienceMilliseconds;
    let [isSeen] = await Promise.all([
      settling.isSeen(this.subject, desired, 0),
      current.isAnnounced ? undefined : this.announce(settling, desired, current.id),
    ]);
    while (!isSeen && this.clock.now() + PAUSE_BETWEEN_LOOKS_MILLISECONDS <= until) {
      const next = this.clock.now() + PAUSE_BETWEEN_LOOKS_MILLISECONDS;
      isSeen = await settling.isSeen(this.subject, desired, next);
    }
    if (!isSeen) return { kind: 'later', why: 'the public does not see it yet' };
    this.record.done(desired, current.id);
    return { kind: 'done' };
  }

  private async announce(settling: Settling<Json>, desired: Json, id: string): Promise<void> {
    // Told twice does no harm; a name that was used before, by another copy's journal, would tell nobody.
    await settling.announce(this.subject, `${this.record.reference()}/${this.clock.now()}`);
    this.record.settling(desired, id, true);
  }

  private failure(error: unknown): StepOutcome {
    const { current } = this.record;
    const why = messageOf(error);
    if (error instanceof OutOfTime) {
      if (!error.mayHaveArrived) this.record.takeBack();
      return { kind: 'later', why };
    }
    if (error instanceof CaptainsBusiness) return this.ask(error.question, why);
    if (error instanceof RemoteError && error.outcome === 'unknown') {
      if (this.isDoubtfulYes(error)) return this.ask('do it by hand', why);
      const isMail = this.projection.afterUnknownCreation === 'ask' && current?.state === 'sending';
      return isMail ? this.ask('did it arrive', why) : { kind: 'later', why };
    }
    this.record.takeBack();
    const isPutOff = error instanceof RemoteError && error.outcome === 'put off';
    return { kind: isPutOff ? 'later' : 'failed', why };
  }

  /** It said yes in words of its own to a change or removal, which a system that knows neither may do as well. */
  private isDoubtfulYes({ status }: RemoteError): boolean {
    const { current } = this.record;
    const isYes = status !== null && status < 300;
    const isChange = current?.state === 'sending' && current.action !== 'create';
    return isYes && isChange && this.projection.afterUnknownCreation === 'find';
  }

  private ask(question: Question, why: string): StepOutcome {
    this.record.ask(question);
    return { kind: 'asked', question, why };
  }

  private wanted(): Json | null {
    return wanted(this.projection, this.subject, this.journal.find(this.subject.booking.bookingId));
  }
}

/** Only the captain can find it out, or do it. */
class CaptainsBusiness extends Error {
  override readonly name = 'CaptainsBusiness';

  constructor(
    readonly question: Question,
    why: string,
  ) {
    super(why);
  }
}
