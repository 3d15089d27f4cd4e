import {
  type CrewEvent,
  type EventFields,
  endsAt,
  type Invitation,
  type Person,
  people,
  type Schedule,
  sameSchedule,
} from './crew-event.ts';

/** A mail that an event's creation, change or cancellation calls for. */
export interface PlannedMail {
  kind: 'invitation' | 'cancellation';
  crew_id: string;
  name: string;
  email: string;
  /** The invitation it carries or takes back. */
  number: number;
  since: number;
  /** An invitation: the schedule before, if that changed. A cancellation: the schedule that it takes back. */
  previous: Schedule | null;
}

export interface CrewPlan {
  replies: Record<string, Invitation>;
  mails: PlannedMail[];
}

/** Everyone is invited, unless the charter has ended already. */
export function planCreation(fields: EventFields, now: number): CrewPlan {
  const everyone = people(fields);
  return {
    replies: Object.fromEntries(everyone.map(({ crew_id }) => [crew_id, invited(1, 1)])),
    mails:
      endsAt(fields) <= now
        ? []
        : everyone.map(({ crew_id, name, email }) => ({
            kind: 'invitation',
            crew_id,
            name,
            email,
            number: 1,
            since: 1,
            previous: null,
          })),
  };
}

/**
 * What a change means for each person. A new time asks everyone again; a newcomer is invited, and somebody who
 * hasn't answered yet and whose address was corrected; who was taken off is told so. Nothing else mails anybody.
 */
export function planChange(event: CrewEvent, next: EventFields, now: number): CrewPlan {
  const before = new Map(people(event).map((person) => [person.crew_id, person]));
  const after = people(next);
  const rescheduled = !sameSchedule(event, next);
  const replies = { ...event.replies };
  const mails: PlannedMail[] = [];

  for (const { crew_id, name, email } of after) {
    const known = replies[crew_id];
    const number = (known?.number ?? 0) + 1;
    const stays = before.get(crew_id);
    const readdressed = stays !== undefined && stays.email !== email && known?.reply === 'invited';
    if (stays && known && !rescheduled && !readdressed) continue;
    // A link that went to a wrong address has reached nobody: the person has yet to be invited.
    const since = stays && known && !readdressed ? known.since : number;
    replies[crew_id] = invited(number, since);
    if (endsAt(next) > now) {
      const previous = stays && rescheduled ? scheduleOf(event) : null;
      mails.push({ kind: 'invitation', crew_id, name, email, number, since, previous });
    }
  }

  const staying = new Set(after.map((person) => person.crew_id));
  for (const person of before.values()) {
    const known = replies[person.crew_id];
    if (staying.has(person.crew_id) || !known) continue;
    mails.push(...takeBack(event, person, now));
    replies[person.crew_id] = { ...known, reply: 'removed' };
  }
  return { replies, mails };
}

/** Everyone who was invited and didn't decline is told, unless the charter has ended. */
export function planCancellation(event: CrewEvent, now: number): PlannedMail[] {
  return people(event).flatMap((person) => takeBack(event, person, now));
}

function takeBack(event: CrewEvent, { crew_id, name, email }: Person, now: number): PlannedMail[] {
  const invitation = event.replies[crew_id];
  if (!invitation || invitation.reply === 'declined' || endsAt(event) <= now) return [];
  const { number, since } = invitation;
  return [{ kind: 'cancellation', crew_id, name, email, number, since, previous: scheduleOf(event) }];
}

function invited(number: number, since: number): Invitation {
  return { reply: 'invited', replied_at: null, number, since };
}

function scheduleOf({ start_time, duration_hours }: Schedule): Schedule {
  return { start_time, duration_hours };
}
