import type { Cache } from '../src/clients/cache.ts';
import { RemoteError } from '../src/clients/remote-error.ts';
import type { Attempt, Call, HttpRequest, HttpResponse, Sender } from '../src/clients/request.ts';

export type Answer = Partial<HttpResponse>;

/** Stands for all that is outside: keeps what was sent, and answers as `Rounds` would pass it on. */
export class Remote implements Sender {
  readonly exchanges: { request: HttpRequest; call: Call }[] = [];
  private readonly answer: (request: HttpRequest, call: Call) => Answer;

  constructor(answer: (request: HttpRequest, call: Call) => Answer) {
    this.answer = answer;
  }

  async send(request: HttpRequest, call: Call): Promise<HttpResponse> {
    this.exchanges.push({ request, call });
    call.leaving?.();
    const response = { status: 200, headers: {}, body: '', ...this.answer(request, call) };
    if (response.status < 300 || call.expects?.includes(response.status)) return response;
    throw RemoteError.answered(call, response, false, (text) => text);
  }

  get operations(): string[] {
    return this.exchanges.map(({ call }) => call.operation);
  }

  /** The only exchange. */
  get only(): { request: HttpRequest; call: Call } {
    const [exchange, ...others] = this.exchanges;
    if (!exchange || others.length > 0) throw new Error(`${this.exchanges.length} exchanges, expected one`);
    return exchange;
  }
}

/** Answers in this order; more requests than answers are an error. */
export function inTurn(...answers: Answer[]): () => Answer {
  return () => {
    const answer = answers.shift();
    if (!answer) throw new Error('one request too many');
    return answer;
  };
}

export class MemoryCache implements Cache {
  readonly entries = new Map<string, { value: string; seconds: number }>();

  get(key: string): string | null {
    return this.entries.get(key)?.value ?? null;
  }

  put(key: string, value: string, seconds: number): void {
    this.entries.set(key, { value, seconds });
  }

  remove(key: string): void {
    this.entries.delete(key);
  }
}

export function attemptFor(bookingId: string): Attempt & { left: number } {
  const attempt = {
    bookingId,
    idempotencyKey: `${bookingId}/calendar-entry/1`,
    revision: 1,
    at: Date.parse('2027-05-01T12:00:00-07:00'),
    left: 0,
    leaving: () => {
      attempt.left += 1;
    },
  };
  return attempt;
}

export function json(body: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
