import type { SetUpShown } from '../commands/set-up.ts';
import { linesOf } from './connection-lines.ts';

/** One of the things that it takes to publish. */
export interface Step {
  title: string;
  /** `later`: it needs an earlier one. */
  state: 'done' | 'to do' | 'to mend' | 'later';
  says: string[];
  /** What to copy from here, with its label. */
  facts?: [label: string, value: string][];
  /** Where it is done. */
  opens?: { label: string; by: 'showSettings' | 'checkConnections' };
}

/** In the order in which they build on each other. */
export function stepsOf(shown: SetUpShown): Step[] {
  return [authorised(shown), tabs(shown.tabs), settings(shown), connections(shown), automation(shown)];
}

function authorised({ audience, subject, settings }: SetUpShown): Step {
  const title = 'Authorise';
  if (settings.ok && settings.value.roleArn === '') {
    return { title, state: 'done', says: ['Keys in Script Properties let it into AWS.'] };
  }
  if (subject === '') {
    return {
      title,
      state: 'to mend',
      says: [
        'Google gave no identity token, without which AWS lets nobody in.',
        'Under myaccount.google.com/connections take away what this script may do, then choose Charter → Set up again and agree to everything that Google asks. If it is no better then, the manifest lacks the scope openid: push all of dist/ again.',
      ],
    };
  }
  return {
    title,
    state: 'done',
    says: [
      'The AWS role must trust both of these. Whoever else publishes has a number of their own, and each copy of the spreadsheet a client of its own.',
    ],
    facts: [
      ['This script’s OAuth client (GoogleClientId)', audience],
      ['Your number at Google (GoogleSubjects)', subject],
    ],
  };
}

function tabs({ made, mended, settings: added, wasCopy }: SetUpShown['tabs']): Step {
  const says = [
    ...(made.length > 0 ? [`Made the ${made.length === 1 ? 'tab' : 'tabs'} ${list(made)}.`] : []),
    ...mended.map(({ tab, headers }) => `Gave “${tab}” what it lacked: ${list(headers)}.`),
    ...(added.length > 0 ? [`Added the settings ${list(added)}.`] : []),
    ...(wasCopy ? ['This copy now works by itself, apart from the spreadsheet it was copied from.'] : []),
  ];
  return { title: 'Tabs', state: 'done', says: says.length > 0 ? says : ['All are in place.'] };
}

function settings({ settings: read }: SetUpShown): Step {
  const title = 'Settings';
  const opens = { label: 'Open Settings', by: 'showSettings' } as const;
  if (read.ok) return { title, state: 'done', says: ['All can be read.'], opens };
  const names = new Set(read.error.map(({ column }) => column));
  return {
    title,
    state: 'to do',
    says: [`Nothing is published before these are filled in: ${list([...names])}.`],
    opens,
  };
}

function connections({ settings: read, lastCheck, audience, subject }: SetUpShown): Step {
  const title = 'Connections';
  const opens = { label: 'Check connections', by: 'checkConnections' } as const;
  if (!read.ok) {
    return { title, state: 'later', says: ['They can be checked once the settings are filled in.'] };
  }
  const toDo = (says: string): Step => ({ title, state: 'to do', says: [says], opens });
  if (!lastCheck) return toDo('They were never checked.');
  const { checked, isOver } = lastCheck;
  if (!isOver) return toDo('They are being checked just now.');
  if (JSON.stringify(lastCheck.settings) !== JSON.stringify(read.value)) {
    return toDo(`Settings were changed since they were checked, ${checked}.`);
  }
  if (lastCheck.subject !== subject || lastCheck.audience !== audience) {
    return toDo(`They were checked by somebody else, or from another copy, ${checked}.`);
  }
  const bad = linesOf(lastCheck).filter(({ verdict }) => verdict !== 'good' && verdict !== 'warning');
  if (bad.length === 0)
    return { title, state: 'done', says: [`Nothing to mend. Checked ${checked}.`], opens };
  return {
    title,
    state: 'to mend',
    says: [`Not good yet: ${list(bad.map((line) => line.title))}. Checked ${checked}.`],
    opens,
  };
}

function automation({ triggers, isTimerDead }: SetUpShown): Step {
  const { installed, removed, actor, before } = triggers;
  const title = 'Automation';
  if (isTimerDead && !installed.includes('timer')) {
    return {
      title,
      state: 'to mend',
      says: [
        `It does not run as it should: the first line of Board says more. Let ${actor} choose Set up, or choose it yourself and take it over.`,
      ],
    };
  }
  return {
    title,
    state: 'done',
    says: [
      `It follows edits and finishes what was begun, every five minutes, as ${actor}.`,
      ...(installed.length > 0
        ? [`Installed ${installed.length === 1 ? 'its trigger' : 'its triggers'}: ${installed.join(', ')}.`]
        : []),
      ...(removed > 0 ? [`Removed ${removed} trigger${removed === 1 ? '' : 's'} that stood twice.`] : []),
      ...(before === ''
        ? []
        : [`${before} should remove the triggers of before: Extensions → Apps Script → Triggers.`]),
    ],
  };
}

function list(names: readonly string[]): string {
  return names.map((name) => `“${name}”`).join(', ');
}
