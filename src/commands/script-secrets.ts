import { SCRIPT_SECRETS, type ScriptSecret, SECRET_SHAPES } from '../booking/script-secrets.ts';
import { sha256Hex } from '../clients/sha256.ts';
import { scriptProperties } from '../google/properties.ts';

/** When each was set, in words; empty when nobody knows. Absent when it is not set. */
export type SecretDates = Partial<Record<ScriptSecret, string>>;

/** What to keep, by name; an empty text removes it. */
export type SecretsGiven = Partial<Record<ScriptSecret, string>>;

export function secretDates(): SecretDates {
  const all = scriptProperties.all();
  const dates: SecretDates = {};
  for (const name of SCRIPT_SECRETS) {
    const secret = all[name];
    const [mark, date = ''] = (all[name + DATE] || '').split(': ');
    // By hand it may be changed without its date.
    if (secret) dates[name] = mark === markOf(secret) ? date : '';
  }
  return dates;
}

export function areSecrets(given: SecretsGiven): boolean {
  return entriesOf(given).every(([name, secret]) => SECRET_SHAPES[name].test(secret));
}

export function keepSecrets(given: SecretsGiven, today: string): void {
  for (const [name, secret] of entriesOf(given)) {
    if (secret) scriptProperties.set({ [name]: secret, [name + DATE]: `${markOf(secret)}: ${today}` });
    else scriptProperties.delete([name, name + DATE]);
  }
}

const entriesOf = Object.entries as (given: SecretsGiven) => [ScriptSecret, string][];

/** The name of the property that keeps a secret's date, after its own. */
const DATE = ' set on';

/** Too short to stand for the secret anywhere. */
function markOf(secret: string): string {
  return sha256Hex(secret).slice(0, 8);
}
