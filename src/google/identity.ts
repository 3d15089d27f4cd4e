/**
 * An OpenID token for the user whose authority this execution has; `aud` is the script's OAuth client id.
 * Null without the scope `openid` in the manifest.
 */
export function identityToken(): string | null {
  return ScriptApp.getIdentityToken() as string | null;
}

/**
 * Whom to name as the one who publishes. Empty where Google hides it: in simple triggers, and for users
 * of another domain.
 */
export function currentUserEmail(): string {
  try {
    return Session.getActiveUser().getEmail() || Session.getEffectiveUser().getEmail();
  } catch {
    return '';
  }
}
