import { randomInt } from 'node:crypto';
import { ScriptVisibleError } from '../errors.ts';
import { instantOf, offsetAt } from '../time-zone.ts';

/** When a clock trigger fires; milliseconds, and `hour` in the script's time zone. */
export type Schedule =
  | { kind: 'every'; milliseconds: number }
  | { kind: 'daily'; days: number; hour: number; minute: number }
  | { kind: 'once'; at: number };

export type TriggerEvent = 'ON_OPEN' | 'ON_EDIT' | 'ON_CHANGE' | 'CLOCK';

export interface InstalledTrigger {
  id: string;
  /** Whose authority it runs with; nobody else sees it. */
  owner: string;
  functionName: string;
  event: TriggerEvent;
  schedule: Schedule | null;
  /** Epoch milliseconds of the next firing; null unless the clock fires it. */
  due: number | null;
}

// https://developers.google.com/apps-script/guides/services/quotas#current_limitations
const maximumTriggers = 20;
const day = 86_400_000;

function nextDaily(
  schedule: Schedule & { kind: 'daily' },
  after: number,
  zone: string,
  days: number,
): number {
  const midnight = Math.floor((after + offsetAt(zone, after)) / day) * day;
  const wanted = schedule.hour * 3_600_000 + schedule.minute * 60_000;
  const today = instantOf(zone, midnight + wanted, 'later');
  return today > after && days <= 1 ? today : instantOf(zone, midnight + days * day + wanted, 'later');
}

/** The installable triggers of one script. */
export class Triggers {
  private triggers: InstalledTrigger[];
  private readonly timeZone: string;

  constructor(timeZone: string, saved: InstalledTrigger[] = []) {
    this.timeZone = timeZone;
    this.triggers = saved;
  }

  all(): readonly InstalledTrigger[] {
    return this.triggers;
  }

  ownedBy(user: string): InstalledTrigger[] {
    return this.triggers.filter(({ owner }) => owner === user);
  }

  of(event: TriggerEvent): InstalledTrigger[] {
    return this.triggers.filter((trigger) => trigger.event === event);
  }

  create(
    owner: string,
    functionName: string,
    event: TriggerEvent,
    schedule: Schedule | null,
    now: number,
  ): InstalledTrigger {
    if (this.ownedBy(owner).length >= maximumTriggers) {
      throw new ScriptVisibleError(
        'This script has too many triggers. Triggers must be deleted from the script before more can be added.',
      );
    }
    const trigger: InstalledTrigger = {
      id: String(randomInt(2 ** 40, 2 ** 47)),
      owner,
      functionName,
      event,
      schedule,
      due: schedule && this.firstDue(schedule, now),
    };
    this.triggers.push(trigger);
    return trigger;
  }

  private firstDue(schedule: Schedule, now: number): number {
    if (schedule.kind === 'once') return schedule.at;
    if (schedule.kind === 'every') return now + schedule.milliseconds;
    return nextDaily(schedule, now, this.timeZone, 1);
  }

  delete(owner: string, id: string): void {
    this.triggers = this.triggers.filter((trigger) => trigger.owner !== owner || trigger.id !== id);
  }

  /** The clock triggers that are due, each moved on to its next time; missed times are not made up for. */
  takeDue(now: number): InstalledTrigger[] {
    const due = this.triggers.filter((trigger) => trigger.due !== null && trigger.due <= now);
    for (const trigger of due) {
      const { schedule } = trigger;
      if (schedule?.kind === 'every') {
        const missed = Math.floor((now - (trigger.due ?? now)) / schedule.milliseconds);
        trigger.due = (trigger.due ?? now) + (missed + 1) * schedule.milliseconds;
      } else if (schedule?.kind === 'daily') {
        trigger.due = nextDaily(schedule, now, this.timeZone, schedule.days);
      } else trigger.due = null;
    }
    return due;
  }
}
