import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Which folders of `src` each of them may import from. The files named are the only ones, where some are. */
const MAY_IMPORT: Record<string, string[]> = {
  booking: ['booking'],
  clients: ['clients', 'booking'],
  projections: ['projections', 'booking', 'clients', 'templates'],
  publish: [
    'publish',
    'booking',
    'clients/clock.ts',
    'clients/remote-error.ts',
    'clients/request.ts',
    'projections/projection.ts',
    'projections/fingerprint.ts',
  ],
  sheet: ['sheet', 'booking', 'clients/rounds.ts', 'projections/kanban.ts'],
  google: ['google', 'booking', 'clients', 'publish', 'templates/rendering.ts'],
  commands: ['commands', 'booking', 'clients', 'projections', 'publish', 'sheet', 'google'],
  // A dialog runs in a browser: of the commands it knows what they tell, and never their code.
  dialogs: ['dialogs', 'booking', 'commands', 'projections/kanban.ts'],
  'main.ts': ['commands', 'google', 'clients/shims'],
};

const APPS_SCRIPT_GLOBALS = [
  'CacheService',
  'ContentService',
  'DocumentApp',
  'HtmlService',
  'LockService',
  'Logger',
  'PropertiesService',
  'ScriptApp',
  'Session',
  'SpreadsheetApp',
  'UrlFetchApp',
  'Utilities',
];

const files = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(path.join(root, 'src', name), 'utf8') }));

const layerOf = (file: string): string => file.split(path.sep)[0] ?? file;

/** Relative imports of a file, as paths below `src` (or `../templates/…`). */
function importsOf({ name, text }: { name: string; text: string }): string[] {
  return [...text.matchAll(/(?:from|import)\s+'(\.[^']+)'/g)].map(([, specifier = '']) =>
    path.join(path.dirname(name), specifier).replace(/^\.\.\/templates/, 'templates'),
  );
}

describe('the layers of src', () => {
  it('are all known here', () => {
    expect([...new Set(files.map(({ name }) => layerOf(name)))].sort()).toEqual(
      Object.keys(MAY_IMPORT).sort(),
    );
  });

  it.each(Object.keys(MAY_IMPORT))('%s imports only what it may', (layer) => {
    const allowed = MAY_IMPORT[layer] ?? [];
    const wrong = files
      .filter(({ name }) => layerOf(name) === layer)
      .flatMap((file) => importsOf(file).map((target) => ({ from: file.name, target })))
      .filter(
        ({ target }) => !allowed.some((prefix) => target === prefix || target.startsWith(`${prefix}/`)),
      );
    expect(wrong).toEqual([]);
  });

  it('name Apps Script globals in google/ only', () => {
    // A type such as GoogleAppsScript.Spreadsheet.SpreadsheetApp is no use of the global.
    const use = new RegExp(`(?<![.\\w])(?:${APPS_SCRIPT_GLOBALS.join('|')})\\s*[.(]`);
    const users = files
      .filter(({ text }) => use.test(withoutComments(text)))
      .map(({ name }) => layerOf(name));
    expect([...new Set(users)]).toEqual(['google']);
  });

  it('ship nothing of the local system, the services or Node', () => {
    const foreign = files.flatMap((file) =>
      [...file.text.matchAll(/from '((?:node:|\.\.\/\.\.\/(?:local|services|test))[^']*)'/g)].map(
        ([, specifier]) => `${file.name} ← ${specifier}`,
      ),
    );
    expect(foreign).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}
