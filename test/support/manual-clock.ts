import type { Clock } from '../../src/clients/clock.ts';

/** Time that passes only when somebody sleeps, or a test says so. */
export class ManualClock implements Clock {
  readonly slept: number[] = [];

  constructor(private time = Date.parse('2027-05-01T12:00:00-07:00')) {}

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number): void {
    this.slept.push(milliseconds);
    this.time += milliseconds;
  }

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
