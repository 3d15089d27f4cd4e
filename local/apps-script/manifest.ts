import type { CallContext } from './bridge.ts';
import { ScriptVisibleError } from './errors.ts';

/** The parts of `appsscript.json` that change what a script may do. */
export interface Manifest {
  timeZone: string;
  /** Absent: Apps Script works them out from the code, so nothing is missing. */
  oauthScopes?: string[];
}

const prefix = 'https://www.googleapis.com/auth/';

export const scopes = {
  externalRequest: `${prefix}script.external_request`,
  triggers: `${prefix}script.scriptapp`,
  containerUi: `${prefix}script.container.ui`,
  email: `${prefix}userinfo.email`,
  spreadsheets: `${prefix}spreadsheets`,
  currentSpreadsheet: `${prefix}spreadsheets.currentonly`,
  openid: 'openid',
} as const;

export function hasScope(manifest: Manifest, scope: string): boolean {
  return manifest.oauthScopes?.includes(scope) ?? true;
}

/**
 * Throws as Apps Script does when `api` needs a scope (any one of those given) that this call does not have.
 * Simple triggers have none but the bound spreadsheet:
 * https://developers.google.com/apps-script/guides/triggers#restrictions
 */
export function assertAuthorised(
  manifest: Manifest,
  context: CallContext,
  api: string,
  anyOf: readonly string[],
): void {
  const required = `Required permissions: ${anyOf.join(' || ')}`;
  if (!anyOf.some((scope) => hasScope(manifest, scope))) {
    throw new ScriptVisibleError(`Specified permissions are not sufficient to call ${api}. ${required}`);
  }
  if (context === 'simple' && !anyOf.includes(scopes.currentSpreadsheet)) {
    throw new ScriptVisibleError(`You do not have permission to call ${api}. ${required}`);
  }
}
