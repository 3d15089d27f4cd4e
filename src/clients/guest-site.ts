import type { Call, Sender } from './request.ts';

/** The page may not be there yet, or its host may be unwell: each is an answer to "is it live?". */
const ANY_STATUS = Array.from({ length: 300 }, (_, offset) => 300 + offset);

const META = /<meta\s[^>]*>/gi;
const NAME = /\sname\s*=\s*(?:"charter-desk"|'charter-desk'|charter-desk(?=[\s/>]))/i;
const CONTENT = /\scontent\s*=\s*(["'])(.*?)\1/is;

/** What the public sees: a page of ours, by the fingerprint in its `<meta name="charter-desk" content="…">`, or not. */
export type Sight = { fingerprint: string } | 'something else' | 'no answer';

/** The guest page as the public sees it. */
export class GuestSite {
  constructor(private readonly sender: Sender) {}

  /** Waits until `notBefore` (epoch milliseconds). */
  async look(url: string, when: Pick<Call, 'bookingId' | 'notBefore'>): Promise<Sight> {
    const { status, body } = await this.sender.send(
      { method: 'GET', url, headers: {} },
      { service: 'GuestSite', operation: 'Look', repeatable: true, expects: ANY_STATUS, ...when },
    );
    if (status === 429 || status >= 500) return 'no answer';
    const fingerprint = status === 200 ? fingerprintIn(body) : null;
    return fingerprint === null ? 'something else' : { fingerprint };
  }
}

function fingerprintIn(html: string): string | null {
  const meta = (html.match(META) || []).find((element) => NAME.test(element));
  const [, , content = null] = CONTENT.exec(meta || '') || [];
  return content;
}
