import type { CrewAssignment } from '../booking/crew.ts';
import type { CrewReply } from '../clients/ship-captain-crew.ts';
import { enumerated } from './enumerated.ts';
import { firstName } from './first-name.ts';

const ALL = '*';

/** What of the crew's replies is worth a mail: who can't make it, by crew id, or that all confirmed. */
export function crewNews(replies: readonly CrewReply[]): readonly string[] {
  if (replies.length > 0 && replies.every(({ reply }) => reply === 'confirmed')) return [ALL];
  return replies.filter(({ reply }) => reply === 'declined').map(({ crew_id }) => crew_id);
}

/** `All crew confirmed`, `Sam and Mia can’t make it`. */
export function crewNewsInWords(news: readonly string[], crew: readonly CrewAssignment[]): string {
  if (news[0] === ALL) return 'All crew confirmed';
  const names = crew.flatMap(({ member }) =>
    news.includes(member.crewId) ? [firstName(member.name) || member.crewId] : [],
  );
  return `${enumerated(names)} can’t make it`;
}
