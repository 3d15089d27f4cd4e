import { SCRIPT_SECRETS } from '../booking/script-secrets.ts';
import { SETTINGS } from '../booking/setting-definitions.ts';
import { ABOUT_SETTINGS } from '../booking/setting-words.ts';
import type { SettingsShown } from '../commands/settings-dialog.ts';
import { button, byId, element, say, sayError } from './page.ts';
import { call, closeDialog } from './script.ts';
import { SettingField } from './settings-field.ts';
import { GROUPS } from './settings-groups.ts';
import { SecretField } from './settings-secret.ts';

const form = byId<HTMLFormElement>('settings');
const fields = new Map<string, SettingField>();
const secrets = SCRIPT_SECRETS.map((key) => new SecretField(key));
let standing: SettingsShown | undefined;
let isBusy = false;
/** Closing was asked for once, and would lose something. */
let isWarned = false;

function build(): void {
  for (const { title, settings } of GROUPS) {
    const placed = settings.map(({ key, ...look }) => {
      const field = new SettingField(SETTINGS[key], { id: key, about: ABOUT_SETTINGS[key], ...look });
      fields.set(key, field);
      return field.node;
    });
    form.append(element('fieldset', {}, element('legend', {}, title), ...placed));
  }
  form.append(
    element(
      'fieldset',
      {},
      element('legend', {}, 'Keys and tokens'),
      element(
        'p',
        {},
        element(
          'small',
          {},
          'Kept with the script and not in the sheet. Nobody can read them here: they can be set anew, or removed.',
        ),
      ),
      ...secrets.map(({ node }) => node),
    ),
  );
}

function changedFields(): SettingField[] {
  return [...fields.values()].filter(({ isChanged }) => isChanged);
}

function givenSecrets(): SecretField[] {
  return secrets.filter(({ given, isFaulty }) => given !== undefined || isFaulty);
}

/** As the form stands, not as it was saved: where what is used comes from, if not from here. */
function sayWhereSecretsComeFrom(): void {
  const text = (key: string) => String(fields.get(key)?.cell ?? '');
  const fromAws = text('secretId') && `Taken from the secret ${text('secretId')} in AWS.`;
  const byRole = text('roleArn') && 'Not needed: “Role ARN” names a role.';
  const instead = {
    DASHBOARD_TOKEN: fromAws,
    SERVICE_KEY: fromAws,
    DISTRIBUTION_ID: text('distributionId') ? 'Not needed: “Distribution id” names it.' : fromAws,
    AWS_ACCESS_KEY_ID: byRole,
    AWS_SECRET_ACCESS_KEY: byRole,
  };
  for (const secret of secrets) secret.show(standing?.secrets[secret.key], instead[secret.key]);
}

/** What the sheet holds now; what was changed here and isn't saved stays. */
function follow(shown: SettingsShown): void {
  standing = shown;
  for (const field of fields.values()) field.follow(shown.cells[field.name] ?? '');
  sayWhereSecretsComeFrom();
}

function listFaults(faulty: readonly (SettingField | SecretField)[]): void {
  const list = byId('faults');
  list.hidden = faulty.length === 0;
  list.replaceChildren(
    ...faulty.map((field) =>
      element(
        'li',
        {},
        button(field.name, () => field.focus(), 'quiet'),
      ),
    ),
  );
}

/** What would keep anything from being published. */
function sayWhatIsLacking(words: string): void {
  const lacking = [...fields.values()].filter(({ isFaulty }) => isFaulty);
  listFaults(lacking);
  if (lacking.length === 0) say(words, words ? 'good' : '');
  else
    say(
      `${words} Nothing can be published before ${lacking.length === 1 ? 'this is' : 'these are'} mended:`.trim(),
    );
}

async function save(): Promise<void> {
  const changed = changedFields();
  const given = givenSecrets();
  const faulty = [...changed, ...given].filter(({ isFaulty }) => isFaulty);
  listFaults(faulty);
  if (faulty.length > 0) {
    say(`Nothing is saved yet. To be mended:`, 'trouble');
    faulty[0]?.focus();
    return;
  }
  if (changed.length + given.length === 0) {
    say('There is nothing to save: nothing was changed.');
    return;
  }
  say('Saving …');
  const { isSaved, shown } = await undisturbed(() =>
    call('saveSettings', {
      settings: changed.map(({ change }) => change),
      secrets: Object.fromEntries(given.map(({ key, given }) => [key, given])),
    }),
  );
  if (!isSaved) {
    follow(shown);
    const disputed = changed.filter(({ isDisputed }) => isDisputed);
    listFaults(disputed);
    say('Nothing is saved yet: somebody changed this too, meanwhile. Look, and save again.', 'trouble');
    disputed[0]?.focus();
    return;
  }
  for (const field of changed) field.take(shown.cells[field.name] ?? '');
  for (const secret of given) secret.clear();
  follow(shown);
  sayWhatIsLacking('Saved.');
}

/** Nothing can be typed meanwhile, and the focus is where it was afterwards. */
async function undisturbed<Value>(work: () => Promise<Value>): Promise<Value> {
  const focused = document.activeElement;
  isBusy = true;
  form.inert = true;
  try {
    return await work();
  } finally {
    form.inert = false;
    isBusy = false;
    if (focused instanceof HTMLElement) focused.focus();
  }
}

/** People change the sheet while this is open. */
async function look(): Promise<void> {
  const before = standing;
  if (isBusy || !before) return;
  const shown = await call('settingsFound');
  // Unless it is older than what a save told meanwhile.
  if (standing === before && !isBusy) follow(shown);
}

build();
form.addEventListener('submit', (event) => {
  event.preventDefault();
  if (!isBusy && standing) save().catch(sayError);
});
form.addEventListener('input', () => {
  isWarned = false;
  sayWhereSecretsComeFrom();
});
byId('close').onclick = () => {
  const unsaved = changedFields().length + givenSecrets().length;
  if (unsaved === 0 || isWarned) closeDialog();
  else
    say(
      `${unsaved === 1 ? 'One change is' : `${unsaved} changes are`} not saved. Close once more to drop ${unsaved === 1 ? 'it' : 'them'}.`,
      'trouble',
    );
  isWarned = true;
};
addEventListener('focus', () => {
  look().catch(sayError);
});
undisturbed(() => call('settingsFound'))
  .then((shown) => {
    follow(shown);
    sayWhatIsLacking('');
  })
  .catch(sayError);
