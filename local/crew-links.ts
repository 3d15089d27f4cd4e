import * as z from 'zod';
import type { LocalCloud } from './cloud/local-cloud.ts';
import { bareAddress } from './cloud/outbox.ts';

/** A link to confirm or decline that was mailed to somebody, as a browser on this laptop can follow it. */
export interface CrewLink {
  to: string;
  url: string;
  eventId: string;
  crewId: string;
  /** Which of that person's invitations it answers. */
  number: number;
  /** Epoch milliseconds. */
  expiresAt: number;
}

const claims = z.object({ sub: z.string(), event_id: z.string(), invitation: z.number(), exp: z.number() });

/** Every one of the outbox, oldest first. */
export function mailedCrewLinks(cloud: LocalCloud): CrewLink[] {
  return cloud.outbox.mails.flatMap(({ to, links }) => {
    const link = links.find((one) => one.includes('/crew/confirm?token='));
    const read = link === undefined ? undefined : readClaims(link);
    if (link === undefined || !read) return [];
    const { sub, event_id, invitation, exp } = read;
    return to.map((address) => ({
      to: bareAddress(address),
      url: cloud.forBrowser(link),
      eventId: event_id,
      crewId: sub,
      number: invitation,
      expiresAt: exp * 1000,
    }));
  });
}

/** Each crew member's newest. */
export function crewLinks(cloud: LocalCloud): CrewLink[] {
  return [...new Map(mailedCrewLinks(cloud).map((link) => [link.to, link])).values()];
}

/** What the token in a link says; whether it is true, its page finds out. */
function readClaims(link: string): z.output<typeof claims> | undefined {
  try {
    const payload = new URL(link).searchParams.get('token')?.split('.')[1] ?? '';
    return claims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
  } catch {
    return undefined;
  }
}
