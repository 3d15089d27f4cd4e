import type { LocalCloud } from './cloud/local-cloud.ts';
import { bareAddress } from './cloud/outbox.ts';

/** Each crew member's newest link to confirm, as a browser on this laptop can follow it. */
export function crewLinks(cloud: LocalCloud): { to: string; url: string }[] {
  const links = new Map<string, string>();
  for (const { to, links: inMail } of cloud.outbox.mails) {
    const confirmation = inMail.find((link) => link.includes('/crew/confirm?token='));
    for (const address of to)
      if (confirmation) links.set(bareAddress(address), cloud.forBrowser(confirmation));
  }
  return [...links].map(([to, url]) => ({ to, url }));
}
