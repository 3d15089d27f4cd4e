import { Hono } from 'hono';
import type { People } from './people.ts';

const LIFETIME_SECONDS = 3599;

/**
 * `POST https://oauth2.googleapis.com/token` for refresh tokens, the one grant that clasp asks for by itself. Answers
 * and errors have the shape of RFC 6749, section 5, with Google's words.
 */
export function tokenEndpoint(people: People): Hono {
  return new Hono().post('/token', async (context) => {
    const form = await context.req.parseBody();
    const refusal = (error: string, description: string) =>
      context.json({ error, error_description: description }, 400);
    const { client_id, client_secret, grant_type, refresh_token } = form;
    if (grant_type !== 'refresh_token') {
      return refusal('unsupported_grant_type', `Invalid grant_type: ${grant_type}`);
    }
    if (!client_id || !client_secret || typeof refresh_token !== 'string') {
      return refusal('invalid_request', 'Missing required parameter.');
    }
    const accessToken = people.refresh(refresh_token);
    if (accessToken === undefined) return refusal('invalid_grant', 'Token has been expired or revoked.');
    return context.json({
      access_token: accessToken,
      expires_in: LIFETIME_SECONDS,
      scope: 'https://www.googleapis.com/auth/script.projects',
      token_type: 'Bearer',
    });
  });
}
