/**
 * An OpenID token for the user whose authority this execution has; `aud` is the script's OAuth client id.
 * Null without the scope `openid` in the manifest.
 */
export function identityToken(): string | null {
  return ScriptApp.getIdentityToken() as string | null;
}

/**
 * Which OAuth client the token is for, empty without a token: a role's trust policy names it, and nothing else shows
 * it for a script's own project.
 */
export function identityAudience(): string {
  try {
    const [, payload = ''] = (identityToken() || '').split('.');
    const text = Utilities.newBlob(Utilities.base64DecodeWebSafe(payload)).getDataAsString();
    const { azp, aud } = JSON.parse(text) as Record<string, string | undefined>;
    return azp || aud || '';
  } catch {
    return '';
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
