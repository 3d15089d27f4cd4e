import type { Call, Sender } from './request.ts';

/** The page may not be there yet, or its host may be unwell: each is an answer to "is it live?". */
const ANY_STATUS = Array.from({ length: 200 }, (_, offset) => 400 + offset);

const META = /<meta\s[^>]*>/gi;
const NAME = /\sname\s*=\s*(?:"charter-desk"|'charter-desk'|charter-desk(?=[\s/>]))/i;
const CONTENT = /\scontent\s*=\s*(?:"([^"]*)"|'([^']*)')/i;

/** The guest page as the public sees it. */
export class GuestSite {
  constructor(private readonly sender: Sender) {}

  /**
   * The fingerprint in the page's `<meta name="charter-desk" content="…">`; null when it isn't (yet) a page of
   * ours that the public sees. The look waits until `notBefore` (epoch milliseconds).
   */
  async look(url: string, when: Pick<Call, 'bookingId' | 'notBefore'>): Promise<string | null> {
    const { status, body } = await this.sender.send(
      { method: 'GET', url, headers: {} },
      { service: 'GuestSite', operation: 'Look', repeatable: true, expects: ANY_STATUS, ...when },
    );
    return status === 200 ? fingerprintIn(body) : null;
  }
}

function fingerprintIn(html: string): string | null {
  const meta = (html.match(META) ?? []).find((element) => NAME.test(element));
  const [, quoted, apostrophed] = CONTENT.exec(meta ?? '') ?? [];
  return quoted ?? apostrophed ?? null;
}
