import type { LoggedCall } from './cloud/request-log.ts';

/** The functions reach AWS at the laptop's own address, the script by its real names. */
export function isScripts({ host }: Pick<LoggedCall, 'host'>): boolean {
  return host !== '127.0.0.1';
}

/** What each tick of the timer asks as long as crew may answer, even if nothing else is to be done: for replies, under a key. */
export function isStandingQuestion({ path, operation }: Pick<LoggedCall, 'path' | 'operation'>): boolean {
  return (
    path.endsWith('/events?updated_since=…') ||
    operation === 'GetSecretValue' ||
    operation === 'AssumeRoleWithWebIdentity'
  );
}
