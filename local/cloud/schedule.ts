import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { mayInvoke } from './function-access.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { type RandomBytes, uuid } from './random.ts';

interface Rule {
  name: string;
  everyMilliseconds: number;
  target: LambdaFunction;
  dueAt: number;
}

/** EventBridge rules of the kind `rate(1 minute)`, by the set clock. */
export class Schedule {
  private readonly rules: Rule[] = [];
  private readonly clock: Clock;
  private readonly random: RandomBytes;
  private timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock, random: RandomBytes) {
    this.clock = clock;
    this.random = random;
  }

  add(name: string, everyMilliseconds: number, target: LambdaFunction): void {
    this.rules.push({ name, everyMilliseconds, target, dueAt: this.clock.now() + everyMilliseconds });
  }

  /**
   * Invokes what is due now, each rule once however late it is, and waits until those invocations have ended. Like
   * EventBridge it says nothing of a function that it may not invoke.
   */
  async tick(): Promise<void> {
    const now = this.clock.now();
    const due = this.rules.filter(({ dueAt }) => dueAt <= now);
    for (const rule of due) rule.dueAt = now + rule.everyMilliseconds;
    const allowed = due.filter((rule) =>
      mayInvoke('events.amazonaws.com', arnOf(rule), rule.target.definition),
    );
    await Promise.all(allowed.map((rule) => rule.target.invoke(this.event(rule, now), uuid(this.random))));
  }

  /** Looks each second whether something is due, until `stop`. */
  start(): void {
    this.timer ??= setInterval(() => void this.tick(), 1000).unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private event(rule: Rule, now: number): unknown {
    return {
      version: '0',
      id: uuid(this.random),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: deployment.accountId,
      time: new Date(now).toISOString().replace(/\.\d{3}/, ''),
      region: deployment.region,
      resources: [arnOf(rule)],
      detail: {},
    };
  }
}

function arnOf({ name }: Rule): string {
  return `arn:aws:events:${deployment.region}:${deployment.accountId}:rule/${name}`;
}
