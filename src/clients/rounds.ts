import type { Clock } from './clock.ts';
import { messageOf, OutOfTime, RemoteError } from './remote-error.ts';
import type { Call, FetchAll, HttpRequest, HttpResponse, Sender } from './request.ts';
import { isRetried, pauseBefore } from './retry.ts';
import { isThrottled } from './throttling.ts';

/**
 * Requests are made one by one by whoever needs them and leave together, in rounds: a round leaves once the
 * microtask queue has been quiet for this many turns, so that everybody who can go on without an answer has.
 * Leaving too early would cost a round, never correctness.
 */
const QUIET_TURNS = 100;

/** More at once would only wait for each other: a check of every booking asks for hundreds. */
const MOST_TOGETHER = 100;

/** One remote call as the log keeps it. */
export interface CallRecord {
  when: number;
  service: string;
  operation: string;
  bookingId: string;
  /** Null when no answer came. */
  status: number | null;
  /** How long its round took: Apps Script does not tell one request's time from another's. */
  milliseconds: number;
  attempt: number;
  outcome: string;
}

export interface RoundsOptions {
  fetchAll: FetchAll;
  clock: Clock;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Epoch milliseconds after which no round starts. */
  latestStart: number;
  /** Runs right before each round: whatever must be durable before something leaves is made so here. */
  beforeRound: () => void;
  record: (call: CallRecord) => void;
  /** Takes secrets and personal data out of a remote's words. */
  redact: (text: string) => string;
}

interface Waiting {
  request: HttpRequest;
  call: Call;
  attempt: number;
  notBefore: number;
  /** A round that it was in got no answer: it goes on with its own host's requests only. */
  suspect: boolean;
  /** An earlier attempt may have had its effect. */
  doubtful: boolean;
  resolve: (response: HttpResponse) => void;
  reject: (error: Error) => void;
}

export class Rounds implements Sender {
  private waiting: Waiting[] = [];
  private arrivals = 0;
  private gathering = false;
  private readonly options: RoundsOptions;

  constructor(options: RoundsOptions) {
    this.options = options;
  }

  send(request: HttpRequest, call: Call): Promise<HttpResponse> {
    return new Promise((resolve, reject) => {
      this.enqueue({
        request,
        call,
        attempt: 1,
        notBefore: call.notBefore || 0,
        suspect: false,
        doubtful: false,
        resolve,
        reject,
      });
    });
  }

  private enqueue(item: Waiting): void {
    this.waiting.push(item);
    this.arrivals += 1;
    if (!this.gathering) this.leaveWhenQuiet();
  }

  private async leaveWhenQuiet(): Promise<void> {
    this.gathering = true;
    while (this.waiting.length > 0) {
      let arrivals: number;
      do {
        arrivals = this.arrivals;
        for (let turn = 0; turn < QUIET_TURNS; turn += 1) await undefined;
      } while (arrivals !== this.arrivals);
      this.leave();
    }
    this.gathering = false;
  }

  private leave(): void {
    const { clock, latestStart } = this.options;
    const earliest = Math.min(...this.waiting.map((item) => item.notBefore));
    if (Math.max(earliest, clock.now()) > latestStart) {
      this.giveUp();
      return;
    }
    if (earliest > clock.now()) clock.sleep(earliest - clock.now());
    const round = nextRound(this.waiting.filter((item) => item.notBefore <= clock.now()));
    this.waiting = this.waiting.filter((item) => !round.includes(item));
    this.exchange(round);
  }

  private giveUp(): void {
    const left = this.waiting;
    this.waiting = [];
    for (const { call, reject, doubtful } of left) reject(new OutOfTime(call, doubtful));
  }

  private exchange(round: Waiting[]): void {
    const { clock, fetchAll, beforeRound } = this.options;
    try {
      for (const { call } of round) call.leaving?.();
      beforeRound();
    } catch (error) {
      for (const { reject } of round) reject(error as Error);
      return;
    }
    const started = clock.now();
    let responses: HttpResponse[] = [];
    let silence = 'an answer is missing';
    try {
      responses = fetchAll(round.map(({ request }) => request));
    } catch (error) {
      silence = messageOf(error);
    }
    const milliseconds = clock.now() - started;
    round.forEach((item, index) => {
      const response = responses[index];
      if (response) this.answered(item, response, milliseconds);
      else this.unanswered(item, silence, milliseconds);
    });
  }

  private answered(item: Waiting, response: HttpResponse, milliseconds: number): void {
    const { call, attempt } = item;
    if (response.status < 300 || call.expects?.includes(response.status)) {
      this.record(item, response.status, milliseconds, 'ok');
      item.resolve(response);
    } else if (isRetried(response, call.repeatable, attempt)) {
      this.record(item, response.status, milliseconds, 'will be sent again');
      this.again(item, response, false);
    } else {
      const error = RemoteError.answered(call, response, item.doubtful, this.options.redact);
      this.record(item, response.status, milliseconds, error.message);
      item.reject(error);
    }
  }

  private unanswered(item: Waiting, cause: string, milliseconds: number): void {
    if (isRetried(null, item.call.repeatable, item.attempt)) {
      this.record(item, null, milliseconds, 'no answer; will be sent again');
      this.again(item, undefined, true);
    } else {
      const error = RemoteError.silent(item.call, this.options.redact(cause));
      this.record(item, null, milliseconds, error.message);
      item.reject(error);
    }
  }

  private again(item: Waiting, response: HttpResponse | undefined, suspect: boolean): void {
    const { clock, random } = this.options;
    const pause = pauseBefore(item.attempt, response?.headers['retry-after'], clock.now(), random);
    const doubtful = item.doubtful || response === undefined || !isThrottled(response);
    this.enqueue({ ...item, attempt: item.attempt + 1, notBefore: clock.now() + pause, suspect, doubtful });
  }

  private record(
    { call, attempt }: Waiting,
    status: number | null,
    milliseconds: number,
    outcome: string,
  ): void {
    this.options.record({
      when: this.options.clock.now(),
      service: call.service,
      operation: call.operation,
      bookingId: call.bookingId || '',
      status,
      milliseconds,
      attempt,
      outcome,
    });
  }
}

/**
 * Which of the requests that are due leave together. One that gets no answer costs all others of its round
 * theirs, so after that each host's requests leave apart, and mails never share a round with anything else.
 */
function nextRound(due: Waiting[]): Waiting[] {
  const trusted = due.filter((item) => !item.suspect && !item.call.alone);
  if (trusted.length > 0) return trusted.slice(0, MOST_TOGETHER);
  const mails = due.filter((item) => item.call.alone);
  const suspects = due.filter((item) => item.suspect && !item.call.alone);
  const first = suspects[0];
  return first ? suspects.filter((item) => hostOf(item) === hostOf(first)) : mails;
}

function hostOf({ request }: Waiting): string {
  return request.url.split('/', 3)[2] || '';
}
