import { STATUS_CODES } from 'node:http';
import type { Fault, Mishap } from '../cloud/faults.ts';

/** What can go wrong with a call, by the name that a form sends. */
export const mishaps: ReadonlyMap<string, Mishap> = new Map(
  (
    [
      { kind: 'connection-refused' },
      { kind: 'timeout', when: 'before' },
      { kind: 'timeout', when: 'after' },
      { kind: 'reset-after' },
      { kind: 'status', status: 429, when: 'before', headers: { 'retry-after': '7' } },
      { kind: 'status', status: 500, when: 'before' },
      { kind: 'status', status: 500, when: 'after' },
      { kind: 'status', status: 503, when: 'before' },
      { kind: 'status', status: 503, when: 'after' },
      { kind: 'status', status: 403, when: 'before' },
    ] satisfies Mishap[]
  ).map((mishap) => [nameOf(mishap), mishap]),
);

function nameOf(mishap: Mishap): string {
  switch (mishap.kind) {
    case 'status':
      return `${mishap.status}-${mishap.when}`;
    case 'timeout':
      return `timeout-${mishap.when}`;
    default:
      return mishap.kind;
  }
}

export function mishapWords(fault: Mishap | Fault): string {
  switch (fault.kind) {
    case 'connection-refused':
      return 'Connection refused: the call never arrives';
    case 'reset-after':
      return 'Answer lost: the call is carried out, then the connection breaks';
    case 'timeout':
      return `Time-out: the call is ${fault.when === 'after' ? '' : 'not '}carried out, and nobody answers`;
    case 'status':
      return `${fault.status} ${STATUS_CODES[fault.status] ?? ''}: the call is ${fault.when === 'after' ? 'carried out all the same' : 'not carried out'}`;
    case 'interference':
      return `Somebody else acts right ${fault.when} it`;
  }
}
