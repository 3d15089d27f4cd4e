import type { Caller } from '../caller.ts';
import { hasScope, type Manifest, scopes } from '../manifest.ts';
import type { Schedule, TriggerEvent, Triggers } from './triggers.ts';

export interface TriggerSummary {
  id: string;
  functionName: string;
  event: TriggerEvent;
}

/** `ScriptApp` and `Session`: triggers, tokens, and who is who. */
export function scriptService(
  caller: Caller,
  options: {
    manifest: Manifest;
    triggers: Triggers;
    now: () => number;
    identityToken: (user: string) => Promise<string | null>;
    scriptId: string;
  },
) {
  const { manifest, triggers, now } = options;
  const summary = ({ id, functionName, event }: TriggerSummary): TriggerSummary => ({
    id,
    functionName,
    event,
  });
  return {
    scriptId: () => options.scriptId,
    triggers(api: string): TriggerSummary[] {
      caller.authorise(`ScriptApp.${api}`, scopes.triggers);
      return triggers.ownedBy(caller.effectiveUser).map(summary);
    },
    authoriseTriggers(api: string): void {
      caller.authorise(`ScriptApp.${api}`, scopes.triggers);
    },
    createTrigger(functionName: string, event: TriggerEvent, schedule: Schedule | null): TriggerSummary {
      caller.authorise('ScriptApp.newTrigger', scopes.triggers);
      return summary(triggers.create(caller.effectiveUser, functionName, event, schedule, now()));
    },
    deleteTrigger(id: string): void {
      caller.authorise('ScriptApp.deleteTrigger', scopes.triggers);
      triggers.delete(caller.effectiveUser, id);
    },
    /** Null where the manifest lacks `openid`: https://developers.google.com/apps-script/reference/script/script-app#getidentitytoken */
    async identityToken(): Promise<string | null> {
      if (!hasScope(manifest, scopes.openid)) return null;
      caller.authorise('ScriptApp.getIdentityToken', scopes.openid);
      return options.identityToken(caller.effectiveUser);
    },
    /** Empty where the person's identity is hidden: in simple triggers, and from another user's script. */
    activeUser(): string {
      if (caller.context === 'simple') return '';
      caller.authorise('Session.getActiveUser', scopes.email);
      return caller.activeUser === caller.effectiveUser ? caller.activeUser : '';
    },
    effectiveUser(): string {
      caller.authorise('Session.getEffectiveUser', scopes.email);
      return caller.effectiveUser;
    },
    temporaryActiveUserKey: () =>
      Buffer.from(`${options.scriptId}:${caller.activeUser}`).toString('base64url'),
  };
}
