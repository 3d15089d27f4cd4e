import type { CrewReply } from '../clients/ship-captain-crew.ts';
import { enumerated } from './enumerated.ts';
import { LANES, type Lane } from './kanban.ts';

/** What is said of those with such a reply and, where one is named, such a mail. Whoever answered was reached. */
const REMARKS = [
  ['can’t', 'declined', ''],
  ['not mailed', 'invited', 'failed'],
  ['perhaps not mailed', 'invited', 'unknown'],
] as const;

/** `1 of 3 confirmed, sam can’t, mia not mailed`. */
export function repliesInWords(replies: readonly CrewReply[]): string {
  const remarks = REMARKS.map(([are, reply, mail]) => {
    const those = replies.filter((one) => one.reply === reply && (mail === '' || one.mail === mail));
    return those.length > 0 ? `, ${enumerated(those.map(({ crew_id }) => crew_id))} ${are}` : '';
  });
  return `${replies.filter(isConfirmed).length} of ${replies.length} confirmed${remarks.join('')}`;
}

/** The crew system still tries to mail somebody, and what comes of that changes no event. */
export function isMailing(replies: readonly CrewReply[]): boolean {
  return replies.some(({ mail }) => mail === 'pending' || mail === 'sending');
}

/** An answer proves that the crew was invited. As by all that isn't the captain's, a card moves forward only. */
export function laneAfter(replies: readonly CrewReply[], lane: Lane): Lane {
  if (replies.every(({ reply }) => reply === 'invited')) return lane;
  const earned = replies.every(isConfirmed) ? 'Crew Confirmed' : 'Crew Invited';
  return LANES.indexOf(earned) > LANES.indexOf(lane) ? earned : lane;
}

function isConfirmed({ reply }: CrewReply): boolean {
  return reply === 'confirmed';
}
