import { isScripts } from '../script-calls.ts';
import type { FaultDesk } from './fault-desk.ts';

/** One remote call that a click makes when nothing goes wrong. */
export interface Operation {
  service: string;
  operation: string;
  /** The how manieth call of this operation it is, from 1. */
  occurrence: number;
  /** In which round it leaves, from 1. */
  round: number;
}

export function labelOf({ service, operation, occurrence }: Operation): string {
  return `${service} ${operation}${occurrence > 1 ? ` (${occurrence})` : ''}`;
}

/** Publishes a booking without any fault and with nothing cached, and lists the remote calls that it takes. */
export async function discoverOperations(desk: FaultDesk, bookingId: string): Promise<Operation[]> {
  const { system } = desk;
  const { log } = system.cloud;
  /** How long the log was when each round left. */
  const starts: number[] = [];
  system.project.evictCaches();
  const { status } = await desk.publish([bookingId], ({ service }) => {
    if (service === 'UrlFetchApp') starts.push(log.length);
    return 'continue';
  });
  if (status !== 'completed') throw new Error(`Without any fault, the publish of ${bookingId} ${status}.`);
  const seen = new Map<string, number>();
  return log.flatMap((call, index) => {
    const round = starts.filter((start) => start <= index).length;
    if (round === 0 || !isScripts(call)) return [];
    const name = `${call.service} ${call.operation}`;
    const occurrence = (seen.get(name) ?? 0) + 1;
    seen.set(name, occurrence);
    return [{ service: call.service, operation: call.operation, occurrence, round }];
  });
}
