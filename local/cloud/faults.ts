import {
  type CloudRequest,
  type CloudResponse,
  ConnectionFailure,
  hostName,
  respond,
} from './http-message.ts';

/** Which calls a fault meets. Names as in the request log, for example `s3` and `PutObject`. */
interface FaultTarget {
  service: string;
  /** All of the service's operations when left out. */
  operation?: string;
  /** How many calls it meets before it is spent. */
  times?: number;
  match?: (request: CloudRequest) => boolean;
}

/**
 * `when` says whether the call has its effect: `before` it (none) or `after` it (all of it, and the answer is lost).
 * A refused connection never has one; `reset-after` always has. A time-out shows at once: nobody waits for it.
 */
export type Fault = FaultTarget &
  (
    | { kind: 'connection-refused' }
    | { kind: 'reset-after' }
    | { kind: 'timeout'; when: 'before' | 'after' }
    | {
        kind: 'status';
        status: number;
        headers?: Record<string, string>;
        body?: string;
        when: 'before' | 'after';
      }
  );

/** Faults that wait for their calls, in the order they were injected. */
export class Faults {
  private pending: { fault: Fault; left: number }[] = [];

  inject(fault: Fault): void {
    this.pending.push({ fault, left: fault.times ?? 1 });
  }

  clear(): void {
    this.pending = [];
  }

  /** Runs a call under the first fault that meets it, if any. */
  async around(
    call: { service: string; operation: string },
    request: CloudRequest,
    effect: () => Promise<CloudResponse>,
  ): Promise<CloudResponse> {
    const fault = this.take(call, request);
    if (!fault) return effect();
    if (hasEffect(fault)) await effect();
    return outcome(fault, hostName(request.authority));
  }

  private take(call: { service: string; operation: string }, request: CloudRequest): Fault | undefined {
    const found = this.pending.find(
      ({ fault }) =>
        fault.service === call.service &&
        (fault.operation === undefined || fault.operation === call.operation) &&
        (fault.match?.(request) ?? true),
    );
    if (!found) return undefined;
    found.left -= 1;
    if (found.left <= 0) this.pending = this.pending.filter((entry) => entry !== found);
    return found.fault;
  }
}

function hasEffect(fault: Fault): boolean {
  return fault.kind === 'reset-after' || (fault.kind !== 'connection-refused' && fault.when === 'after');
}

function outcome(fault: Fault, host: string): CloudResponse {
  switch (fault.kind) {
    case 'connection-refused':
      throw new ConnectionFailure('ECONNREFUSED', host);
    case 'reset-after':
      throw new ConnectionFailure('ECONNRESET', host);
    case 'timeout':
      throw new ConnectionFailure('ETIMEDOUT', host);
    case 'status':
      return respond(fault.status, fault.body ?? '', {
        'content-type': 'application/json',
        ...fault.headers,
      });
  }
}
