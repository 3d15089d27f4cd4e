import { type CrewEvent, people } from './crew-event.ts';
import { invitationId, type MailState } from './outbox-store.ts';

/** The ids of the mails whose states `eventView` shows. */
export function invitationIds(event: CrewEvent): string[] {
  return people(event).map(({ crew_id }) =>
    invitationId(event.event_id, crew_id, event.replies[crew_id]?.number ?? 0),
  );
}

/**
 * An event as the holder of the service key reads it: who stands where, and no rate and no hours of anybody's.
 * `replies` has one element for each person invited and counted; `mail` is the state of their newest invitation,
 * `none` when none was due.
 */
export function eventView(event: CrewEvent, mails: Map<string, MailState>) {
  const { captain, crew, replies, ...fields } = event;
  return {
    ...fields,
    captain: captain && { crew_id: captain.crew_id, name: captain.name, email: captain.email },
    crew: crew.map(({ crew_id, role, name, email }) => ({ crew_id, role, name, email })),
    replies: people(event).map(({ crew_id }) => {
      const invitation = replies[crew_id];
      return {
        crew_id,
        reply: invitation?.reply ?? 'invited',
        replied_at: invitation?.replied_at ?? null,
        mail: mails.get(invitationId(event.event_id, crew_id, invitation?.number ?? 0)) ?? 'none',
      };
    }),
  };
}
