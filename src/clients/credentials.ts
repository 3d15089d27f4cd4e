import type { Cache } from './cache.ts';
import { NoCredentials } from './no-credentials.ts';
import type { Redaction } from './redaction.ts';
import { RemoteError } from './remote-error.ts';
import { number, object, readOrNull, string } from './shape.ts';
import type { AwsCredentials } from './signing.ts';
import type { Sts, TemporaryCredentials } from './sts.ts';

export interface CredentialSource {
  current(): Promise<AwsCredentials>;
  /** For when AWS no longer takes the `stale` ones. May give the same again: then there are no others. */
  renew(stale: AwsCredentials): Promise<AwsCredentials>;
}

/** The fallback: a key pair that stands in Script Properties. Empty where nobody has put one. */
export class StaticCredentials implements CredentialSource {
  private readonly keys: AwsCredentials;

  constructor(keys: { accessKeyId: string; secretAccessKey: string }, redaction: Redaction) {
    this.keys = { accessKeyId: keys.accessKeyId.trim(), secretAccessKey: keys.secretAccessKey.trim() };
    redaction.add(this.keys.secretAccessKey);
  }

  async current(): Promise<AwsCredentials> {
    if (!this.keys.accessKeyId || !this.keys.secretAccessKey) {
      throw new NoCredentials(`There are no credentials for AWS: name a role in Settings, or ${PUT_KEYS}`);
    }
    return this.keys;
  }

  renew(): Promise<AwsCredentials> {
    return this.current();
  }
}

/** Long enough for a whole execution (4.5 minutes of requests) to end on the credentials it began with. */
const MARGIN_MILLISECONDS = 5 * 60_000;

const LONGEST_CACHE_SECONDS = 6 * 60 * 60;

const cachedCredentials = object({
  accessKeyId: string,
  secretAccessKey: string,
  sessionToken: string,
  expiresAt: number,
});

export interface WebIdentityOptions {
  sts: Pick<Sts, 'assumeRoleWithWebIdentity'>;
  roleArn: string;
  /** Google's OpenID token for whoever runs the script; null when it gives none. */
  identityToken: () => string | null;
  /** The user's own: nobody works with what was issued to somebody else. */
  cache: Cache;
  redaction: Redaction;
  /** Epoch milliseconds. */
  now: () => number;
}

/** The default: a role's temporary credentials for the user's Google identity, so that no AWS key is stored. */
export class WebIdentityCredentials implements CredentialSource {
  private held: TemporaryCredentials | null = null;
  private pending: Promise<TemporaryCredentials> | null = null;

  constructor(private readonly options: WebIdentityOptions) {}

  async current(): Promise<AwsCredentials> {
    if (this.held && this.isFresh(this.held)) return this.held;
    return this.pending || this.cached() || this.issued();
  }

  /** Many requests may find out at once that theirs are stale: one of them asks, all get the answer. */
  async renew(stale: AwsCredentials): Promise<AwsCredentials> {
    if (this.pending) return this.pending;
    const newer = [this.held, this.cached()].find(
      (known) => known && known.accessKeyId !== stale.accessKeyId,
    );
    return newer || this.issued();
  }

  private issued(): Promise<TemporaryCredentials> {
    this.pending ??= this.issue().finally(() => {
      this.pending = null;
    });
    return this.pending;
  }

  private async issue(): Promise<TemporaryCredentials> {
    const { sts, roleArn, identityToken, cache, now } = this.options;
    const webIdentityToken = identityToken();
    if (!webIdentityToken) throw new NoCredentials(`Google gave no identity token for AWS. ${WAYS_OUT}`);
    this.options.redaction.add(webIdentityToken);
    const issued = await sts.assumeRoleWithWebIdentity({ roleArn, webIdentityToken }).catch(explainRefusal);
    const seconds = Math.floor((issued.expiresAt - now() - MARGIN_MILLISECONDS) / 1000);
    if (seconds > 0) {
      cache.put(this.cacheKey(), JSON.stringify(issued), Math.min(seconds, LONGEST_CACHE_SECONDS));
    }
    return this.hold(issued);
  }

  private cached(): TemporaryCredentials | null {
    const text = this.options.cache.get(this.cacheKey());
    const cached = text === null ? null : readOrNull(cachedCredentials, JSON.parse(text));
    return cached && this.isFresh(cached) ? this.hold(cached) : null;
  }

  private hold(credentials: TemporaryCredentials): TemporaryCredentials {
    this.options.redaction.add(credentials.secretAccessKey);
    this.options.redaction.add(credentials.sessionToken);
    this.held = credentials;
    return credentials;
  }

  private isFresh(credentials: TemporaryCredentials): boolean {
    return credentials.expiresAt - this.options.now() > MARGIN_MILLISECONDS;
  }

  /** Another role's credentials are no use after the setting was changed. */
  private cacheKey(): string {
    return `aws-credentials ${this.options.roleArn}`;
  }
}

const PUT_KEYS = 'put AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY into Script Properties.';
const WAYS_OUT =
  'The manifest must list the scope openid; authorise it by Charter → Set up. ' +
  `Or leave the role empty in Settings and ${PUT_KEYS}`;

function explainRefusal(error: unknown): never {
  if (!(error instanceof RemoteError) || error.outcome !== 'refused') throw error;
  const tokenExpired = error.code === 'ExpiredTokenException';
  throw new NoCredentials(
    tokenExpired
      ? `Google gave an identity token that had expired already. ${WAYS_OUT}`
      : "AWS did not give out the role's credentials: its trust policy must name this script's OAuth client id",
    error,
  );
}
