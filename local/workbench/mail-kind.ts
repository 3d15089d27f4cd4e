import type { Mail } from '../cloud/outbox.ts';

/** By how its subject begins, which is where a reader tells a mail by too. */
const kinds: Record<string, string> = {
  'You are invited to crew': 'crew invitation',
  'The time has changed': 'crew change',
  'Your new link': 'crew link',
  'You are no longer on this charter': 'crew cancellation',
  'Charter cancelled': 'crew cancellation',
  Published: 'captain summary',
  Changed: 'captain summary, changed',
  Cancelled: 'captain summary, cancelled',
};

/** What the mail is for, as far as it tells. */
export function mailKind({ subject }: Pick<Mail, 'subject'>): string {
  return kinds[subject.split(':', 1)[0] ?? ''] ?? 'mail';
}
