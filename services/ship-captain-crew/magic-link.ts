import { errors, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { LinkSecret } from './link-secret.ts';

const ISSUER = 'ship-captain-crew';
const AUDIENCE = 'crew-confirm';
const ALGORITHM = 'HS256';
export const LINK_HOURS = 48;

/** Whom a link was mailed to, and which of their invitations it answers. */
export interface LinkHolder {
  eventId: string;
  crewId: string;
  number: number;
}

/** `foreign`: not signed by us for this purpose. `malformed`: no token at all. */
export type Link =
  | { state: 'valid' | 'expired'; holder: LinkHolder }
  | { state: 'foreign' }
  | { state: 'malformed' };

const claims = z.object({ sub: z.string(), event_id: z.string(), invitation: z.number().int() });

/** The links that crew answer with: a signed token, bound to one event, one person and one invitation. */
export class MagicLinks {
  private readonly secret: LinkSecret;
  private readonly publicUrl: string;
  private readonly now: () => number;

  constructor(secret: LinkSecret, publicUrl: string, now: () => number) {
    this.secret = secret;
    this.publicUrl = publicUrl;
    this.now = now;
  }

  async create({ eventId, crewId, number }: LinkHolder): Promise<string> {
    const seconds = Math.floor(this.now() / 1000);
    const token = await new SignJWT({ event_id: eventId, invitation: number })
      .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(crewId)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + LINK_HOURS * 60 * 60)
      .sign(await this.secret.signingKey());
    return `${this.publicUrl}/crew/confirm?token=${token}`;
  }

  async read(token: string): Promise<Link> {
    if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) return { state: 'malformed' };
    const link = await this.readWith(token, await this.secret.acceptedKeys());
    return link ?? (await this.readWith(token, await this.secret.newerKeys())) ?? { state: 'foreign' };
  }

  private async readWith(token: string, keys: Uint8Array[]): Promise<Link | null> {
    for (const key of keys) {
      try {
        const { payload } = await jwtVerify(token, key, {
          issuer: ISSUER,
          audience: AUDIENCE,
          algorithms: [ALGORITHM],
          requiredClaims: ['exp'],
          currentDate: new Date(this.now()),
        });
        return { state: 'valid', holder: holder(payload) };
      } catch (error) {
        // The signature and the other claims are verified before the expiry is.
        if (error instanceof errors.JWTExpired) return { state: 'expired', holder: holder(error.payload) };
        if (!(error instanceof errors.JOSEError)) throw error;
      }
    }
    return null;
  }
}

function holder(payload: JWTPayload): LinkHolder {
  const { sub, event_id, invitation } = claims.parse(payload);
  return { eventId: event_id, crewId: sub, number: invitation };
}
