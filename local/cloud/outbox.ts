/** A mail that SES accepted. Nothing leaves the laptop: people read it here. */
export interface Mail {
  /** SES's MessageId. */
  id: string;
  /** Epoch milliseconds of the set clock. */
  when: number;
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | undefined;
  text: string | undefined;
  /** Extra headers of the message, names as sent. */
  headers: Record<string, string>;
  /** Every http(s) link of either body, once each, in order. */
  links: string[];
}

export class Outbox {
  private readonly accepted: Mail[] = [];

  /** Oldest first. */
  get mails(): readonly Mail[] {
    return this.accepted;
  }

  add(mail: Omit<Mail, 'links'>): void {
    this.accepted.push({ ...mail, links: linksIn(mail) });
  }

  /** Mails with this address among the recipients, whatever the letter case. */
  to(address: string): Mail[] {
    const wanted = address.toLowerCase();
    return this.accepted.filter(({ to, cc, bcc }) =>
      [...to, ...cc, ...bcc].some((recipient) => bareAddress(recipient).toLowerCase() === wanted),
    );
  }
}

/** `Ann <ann@example.com>` → `ann@example.com`. */
export function bareAddress(address: string): string {
  return (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim();
}

function linksIn({ html, text }: { html: string | undefined; text: string | undefined }): string[] {
  const inHtml = [...(html ?? '').matchAll(/\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')/gi)].map(
    ([, double, single]) =>
      (double ?? single ?? '').replace(/&(?:amp|#38|#x26);/gi, '&').replace(/&(?:#x3D|#61);/gi, '='),
  );
  const inText = [...(text ?? '').matchAll(/https?:\/\/[^\s<>"']+/g)].map(([link]) =>
    link.replace(/[.,;:!?)]+$/, ''),
  );
  return [...new Set([...inHtml, ...inText].filter((link) => /^https?:\/\//.test(link)))];
}
