import { createHash } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import type { Clock } from '../clock.ts';

const keyId = 'local-google';

/** Google's keys are the same for all who ask, and to make such a pair takes longer than to start the rest of a cloud. */
let googleKeys: ReturnType<typeof generateKeyPair> | undefined;

/** Google's side of the identity: signs OpenID tokens, and publishes the key that STS checks them with. */
export class GoogleIdentity {
  private readonly clock: Clock;
  private readonly clientId: string;
  private readonly privateKey: CryptoKey;
  /** What Google serves at https://www.googleapis.com/oauth2/v3/certs. */
  readonly keySet: { keys: JWK[] };

  private constructor(clock: Clock, clientId: string, privateKey: CryptoKey, publicKey: JWK) {
    this.clock = clock;
    this.clientId = clientId;
    this.privateKey = privateKey;
    this.keySet = { keys: [{ ...publicKey, kid: keyId, alg: 'RS256', use: 'sig' }] };
  }

  static async start(clock: Clock, clientId: string): Promise<GoogleIdentity> {
    googleKeys ??= generateKeyPair('RS256');
    const { privateKey, publicKey } = await googleKeys;
    return new GoogleIdentity(clock, clientId, privateKey, await exportJWK(publicKey));
  }

  /** An identity token for a user, valid one hour. `audience`: the OAuth client that asks; the script's own by default. */
  issue(email: string, audience = this.clientId): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ email, email_verified: true, azp: audience })
      .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
      .setIssuer('https://accounts.google.com')
      .setAudience(audience)
      .setSubject(subjectOf(email))
      .setIssuedAt(now)
      .setExpirationTime(now + 3600)
      .sign(this.privateKey);
  }
}

/** Google's subject is a 21-digit number that never changes for an account. */
export function subjectOf(email: string): string {
  const digest = createHash('sha256').update(email.toLowerCase()).digest('hex');
  return `1${BigInt(`0x${digest}`).toString().slice(0, 20)}`;
}
