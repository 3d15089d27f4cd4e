/**
 * An OpenID token for the user whose authority this execution has; `aud` is the script's OAuth client id.
 * Null without the scope `openid` in the manifest.
 */
export function identityToken(): string | null {
  return ScriptApp.getIdentityToken() as string | null;
}

/** What a role's trust policy names: which OAuth client the token is for, and whose it is. */
export interface Identity {
  audience: string;
  subject: string;
}

/** Empty without a token. Nothing else shows the client of a script's own project. */
export function identity(): Identity {
  try {
    const [, payload = ''] = (identityToken() || '').split('.');
    const text = Utilities.newBlob(Utilities.base64DecodeWebSafe(payload)).getDataAsString();
    const { azp, aud, sub } = JSON.parse(text) as Record<string, string | undefined>;
    return { audience: azp || aud || '', subject: sub || '' };
  } catch {
    return { audience: '', subject: '' };
  }
}

/** Whose authority this execution has. Empty where Google hides it, as in simple triggers. */
export function effectiveUserEmail(): string {
  return emailOf(() => Session.getEffectiveUser());
}

/**
 * Whom to name as the one who publishes. Empty where Google hides it: in simple triggers, and for users
 * of another domain.
 */
export function currentUserEmail(): string {
  return emailOf(() => Session.getActiveUser()) || effectiveUserEmail();
}

function emailOf(user: () => GoogleAppsScript.Base.User): string {
  try {
    return user().getEmail();
  } catch {
    return '';
  }
}
