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

/** Somebody else acts right before the call has its effect, or right after; the call itself goes its way. */
interface Interference {
  kind: 'interference';
  when: 'before' | 'after';
  work: (request: CloudRequest) => Promise<void>;
}

/**
 * `when` says whether the call has its effect: `before` it (none) or `after` it (all of it, and the answer is lost).
 * A refused connection never has one; `reset-after` always has. A time-out shows at once: nobody waits for it.
 */
export type Mishap =
  | { kind: 'connection-refused' }
  | { kind: 'reset-after' }
  | { kind: 'timeout'; when: 'before' | 'after' }
  | {
      kind: 'status';
      status: number;
      headers?: Record<string, string>;
      body?: string;
      when: 'before' | 'after';
    };

export type Fault = FaultTarget & (Interference | Mishap);

/** A fault that waits for its calls. */
export interface PendingFault {
  id: number;
  fault: Fault;
  /** How many calls it has yet to meet. */
  left: number;
}

/** Faults that wait for their calls, in the order they were injected. */
export class Faults {
  private pending: PendingFault[] = [];
  private count = 0;

  /** Those that wait now. */
  all(): readonly Readonly<PendingFault>[] {
    return this.pending;
  }

  inject(fault: Fault): void {
    this.count += 1;
    this.pending.push({ id: this.count, fault, left: fault.times ?? 1 });
  }

  /** Does nothing to one that is spent. */
  takeBack(id: number): void {
    this.pending = this.pending.filter((entry) => entry.id !== id);
  }

  clear(): void {
    this.pending = [];
  }

  /** Runs a call under the first fault that meets it, if any, and with all that others do around it. */
  async around(
    call: { service: string; operation: string },
    request: CloudRequest,
    effect: () => Promise<CloudResponse>,
  ): Promise<CloudResponse> {
    const met = this.pending.filter(({ fault }) => meets(fault, call, request));
    const interferences = met.map(({ fault }) => fault).filter((fault) => fault.kind === 'interference');
    const mishap = met.find(({ fault }) => fault.kind !== 'interference');
    for (const entry of met) if (entry === mishap || entry.fault.kind === 'interference') this.spend(entry);

    for (const { when, work } of interferences) if (when === 'before') await work(request);
    try {
      return await underFault(mishap?.fault, request, effect);
    } finally {
      for (const { when, work } of interferences) if (when === 'after') await work(request);
    }
  }

  private spend(entry: PendingFault): void {
    entry.left -= 1;
    if (entry.left <= 0) this.pending = this.pending.filter((other) => other !== entry);
  }
}

function meets(fault: Fault, call: { service: string; operation: string }, request: CloudRequest): boolean {
  return (
    fault.service === call.service &&
    (fault.operation === undefined || fault.operation === call.operation) &&
    (fault.match?.(request) ?? true)
  );
}

async function underFault(
  fault: Fault | undefined,
  request: CloudRequest,
  effect: () => Promise<CloudResponse>,
): Promise<CloudResponse> {
  if (!fault || fault.kind === 'interference') return effect();
  if (hasEffect(fault)) await effect();
  return outcome(fault, hostName(request.authority));
}

function hasEffect(fault: Mishap): boolean {
  return fault.kind === 'reset-after' || (fault.kind !== 'connection-refused' && fault.when === 'after');
}

function outcome(fault: Mishap, host: string): CloudResponse {
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
