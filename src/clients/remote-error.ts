import { errorCodeAndMessage } from './error-body.ts';
import type { Call, HttpResponse } from './request.ts';
import { isThrottled } from './throttling.ts';

/**
 * A remote system said no, or said nothing. `refused` proves that nothing happened (a 4xx, or a redirect with an
 * error's code, as S3 sends it from the wrong region), and so does `put off` (it has too much to do: later it may say
 * yes); `unknown` proves neither (a 5xx, a time-out, a reset, or another request's failure in the same round).
 */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';

  readonly operation: string;

  private constructor(
    private readonly call: Pick<Call, 'service' | 'operation'>,
    /** Null when no answer came. */
    readonly status: number | null,
    /** The remote's own code, for example `AccessDenied`; empty when it gave none. */
    readonly code: string,
    readonly outcome: 'refused' | 'put off' | 'unknown',
    private readonly explanation: string,
  ) {
    super(`${call.service} ${call.operation}: ${explanation}`);
    this.operation = call.operation;
  }

  /** `doubtful`: an earlier attempt of the same request got no clear answer, so that this refusal proves nothing. */
  static answered(
    call: Call,
    response: HttpResponse,
    doubtful: boolean,
    redact: (text: string) => string,
  ): RemoteError {
    const { code, message } = errorCodeAndMessage(response);
    const explanation = [String(response.status), code, redact(message)].filter(Boolean).join(' ');
    const certainly = isThrottled(response) ? 'put off' : 'refused';
    const isNo = response.status < 500 && (response.status >= 400 || code !== '');
    const outcome = isNo && !doubtful ? certainly : 'unknown';
    return new RemoteError(call, response.status, code, outcome, explanation.slice(0, 300));
  }

  static silent(call: Call, cause: string): RemoteError {
    return new RemoteError(call, null, '', 'unknown', `no answer (${cause.slice(0, 200)})`);
  }

  /** The same, with a word on what may lie behind it. */
  explained(hint: string): RemoteError {
    const { call, status, code, outcome, explanation } = this;
    return new RemoteError(call, status, code, outcome, `${explanation} ${hint}`);
  }

  /** It answered, but not what its contract says. */
  static unintelligible(
    call: Pick<Call, 'service' | 'operation'>,
    status: number,
    what: string,
  ): RemoteError {
    return new RemoteError(call, status, '', 'unknown', `${status}, but ${what}`);
  }
}

/** Of whatever was thrown. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The run's time was used up before an answer came; the next run goes on with it. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';

  constructor(
    call: Call,
    /** False: it never left, or the remote refused it for now. */
    readonly mayHaveArrived: boolean,
  ) {
    super(`${call.service} ${call.operation}: no time was left in this run; it goes on at the next`);
  }
}
