import { Failed } from '../failed.ts';
import { UsageError } from '../usage-error.ts';

/** What to say where the meaning depends on what was asked for. */
export interface Sentences {
  /** Google knows nothing by that id. */
  notFound: string;
  /** It is there, and closed to who is logged in. */
  forbidden: string;
}

/**
 * The problem behind clasp's last words, said for who runs the command. clasp 3 passes on the first message of Google's
 * error, and ends with 1 whatever it was; so the messages are all there is to tell them apart.
 */
export function whyClaspFailed(
  { stdout, stderr }: { stdout: string; stderr: string },
  { notFound, forbidden }: Sentences,
): UsageError | Failed {
  const words = `${stderr}\n${stdout}`.trim();
  if (/No credentials found/.test(words)) {
    return new UsageError('Nobody is logged in to Google here. Run npx clasp login, then this again.');
  }
  if (/invalid_grant|invalid_rapt|invalid authentication credentials|Invalid Credentials/.test(words)) {
    return new UsageError('The login to Google has lapsed. Run npx clasp login, then this again.');
  }
  if (/insufficient (authentication scopes|permission)/i.test(words)) {
    return new UsageError(
      'The login to Google allows too little. Run npx clasp login, tick every box, then this again.',
    );
  }
  if (/has not enabled the Apps Script API/.test(words)) {
    return new UsageError(
      'The Apps Script API is switched off for your account. Switch it on at https://script.google.com/home/usersettings, wait a few minutes, then run this again.',
    );
  }
  if (/Requested entity was not found|Invalid ID/.test(words)) return new UsageError(notFound);
  if (/caller does not have permission/.test(words)) return new UsageError(forbidden);
  const [, network] =
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|socket hang up)\b/.exec(
      words,
    ) ?? [];
  if (network !== undefined) {
    return new Failed(`Google can't be reached (${network}). Look at the network, then run this again.`);
  }
  return new Failed(`clasp failed: ${words || 'it said nothing.'}`);
}
