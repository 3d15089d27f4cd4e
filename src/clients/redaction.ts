import { percentEncode } from './percent-encoding.ts';

const REDACTED = '[redacted]';

/** What gives itself away by its looks. Each is bounded, so that a long text costs time in proportion only. */
const PATTERNS: [RegExp, string][] = [
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]*)?/g, REDACTED],
  [/\bya29\.[\w.-]+/g, REDACTED],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{12,}\b/g, REDACTED],
  [
    /\b([\w-]{0,40}(?:signature|token|credential|secret|-key))("?\s*[:=]\s*"?)[^\s"'<>&,;]+/gi,
    `$1$2${REDACTED}`,
  ],
  // An address, also one inside a URL.
  [/[\p{L}\p{N}._+-]{1,64}(?:@|%40)[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/gu, REDACTED],
  // No sentence and no hash is that long; session tokens are.
  [/[\w+/=-]{100,}/g, REDACTED],
];

/** Takes secrets and personal data out of whatever goes into a log or an error. */
export class Redaction {
  private readonly secrets = new Set<string>();
  private readonly names = new Set<string>();

  /** A key or a token: replaced wherever it stands, as it is or percent-encoded. */
  add(secret: string): void {
    if (secret.trim() === '') return;
    this.secrets.add(secret).add(percentEncode(secret));
  }

  /** A person's name: replaced as a whole and each part of it, as words. */
  addName(name: string): void {
    const parts = name.split(/[^\p{L}\p{M}\p{N}]+/u).filter((part) => part.length > 1);
    for (const part of [name.trim(), ...parts]) if (part !== '') this.names.add(part);
  }

  clean(text: string): string {
    let clean = text;
    for (const secret of longestFirst(this.secrets)) clean = clean.split(secret).join(REDACTED);
    for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
    for (const name of longestFirst(this.names)) clean = clean.replace(asWords(name), REDACTED);
    return clean;
  }
}

function longestFirst(values: Set<string>): string[] {
  return [...values].sort((a, b) => b.length - a.length);
}

function asWords(name: string): RegExp {
  const literal = name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu');
}
