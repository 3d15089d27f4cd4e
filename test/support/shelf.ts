import { RemoteError } from '../../src/clients/remote-error.ts';
import type { Attempt, Call } from '../../src/clients/request.ts';
import type { Found, Json, Projection, Subject } from '../../src/projections/projection.ts';

type Mishap = 'refused' | 'lost before' | 'lost after' | 'killed before' | 'killed after';

/** The execution ended without a word: nothing after this line runs. */
class Killed extends Error {
  override readonly name = 'Killed';
}

/** An outside system small enough to see through: it holds the guest's name, and can fail in every way. */
export class Shelf implements Projection<string> {
  readonly held = new Map<string, string>();
  readonly keys: string[] = [];
  answersSearches = true;
  /** The execution that it is called from: makes the journal durable right before something leaves, and may end. */
  execution: { flush(): void; end(): void } = { flush: () => undefined, end: () => undefined };
  private readonly mishaps: Mishap[] = [];
  private ids = 0;

  constructor(
    readonly name: string,
    readonly afterUnknownCreation: 'repeat' | 'find' | 'ask' = 'repeat',
    readonly waitsFor: readonly string[] = [],
  ) {}

  next(...mishaps: Mishap[]): this {
    this.mishaps.push(...mishaps);
    return this;
  }

  desired({ booking }: Subject): string | null {
    return booking.status === 'Cancelled' && this.afterUnknownCreation !== 'ask' ? null : booking.guest;
  }

  async create(_subject: Subject, desired: string, attempt: Attempt): Promise<{ id: string }> {
    const known = this.afterUnknownCreation === 'repeat' ? this.keys.indexOf(attempt.idempotencyKey) : -1;
    const id = known === -1 ? `${this.name} ${this.ids + 1}` : `${this.name} ${known + 1}`;
    this.leave(attempt, () => {
      if (known !== -1) return;
      this.ids += 1;
      this.keys.push(attempt.idempotencyKey);
      this.held.set(id, desired);
    });
    return { id };
  }

  async update(_subject: Subject, desired: string, { id }: { id: string }, attempt: Attempt) {
    if (this.afterUnknownCreation === 'ask') return this.create(_subject, desired, attempt);
    this.leave(attempt, () => this.held.set(id, desired), id);
    return { id };
  }

  async remove(_subject: Subject, { id }: { id: string }, attempt: Attempt): Promise<void> {
    this.leave(attempt, () => this.held.delete(id), id);
  }

  async find(): Promise<Found> {
    if (!this.answersSearches) return { kind: 'cannot be asked', why: 'it answers 405' };
    const [id] = this.held.keys();
    return id === undefined ? { kind: 'absent' } : { kind: 'found', id };
  }

  memory(desired: string): Json {
    return desired;
  }

  private kill(): never {
    this.execution.end();
    throw new Killed();
  }

  private leave(attempt: Attempt, effect: () => void, id?: string): void {
    attempt.leaving();
    this.execution.flush();
    if (id !== undefined && !this.held.has(id)) throw refusal(this.name, 404);
    const mishap = this.mishaps.shift();
    if (mishap === 'refused') throw refusal(this.name, 403);
    if (mishap === 'killed before') this.kill();
    if (mishap === 'lost before') throw RemoteError.silent(callOf(this.name), 'reset');
    effect();
    if (mishap === 'killed after') this.kill();
    if (mishap === 'lost after') throw RemoteError.silent(callOf(this.name), 'reset');
  }
}

function callOf(operation: string): Call {
  return { service: 'JADA', operation, repeatable: false };
}

function refusal(operation: string, status: number): RemoteError {
  const response = { status, headers: {}, body: '' };
  return RemoteError.answered(callOf(operation), response, false, (text) => text);
}
