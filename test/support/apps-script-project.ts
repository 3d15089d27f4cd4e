import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AppsScriptProject,
  type Execution,
  type ProjectOptions,
  type RunOptions,
  Workbook,
} from '../../local/apps-script/index.ts';
import { Clock } from '../../local/clock.ts';
import { temporaryFolder } from './commands.ts';

export const allScopes = [
  'https://www.googleapis.com/auth/spreadsheets.currentonly',
  'https://www.googleapis.com/auth/script.external_request',
  'https://www.googleapis.com/auth/script.scriptapp',
  'https://www.googleapis.com/auth/script.container.ui',
  'https://www.googleapis.com/auth/userinfo.email',
  'openid',
];

export const captain = 'captain@example.com';

/** A project around the given Apps Script code. Unless told otherwise sleeping moves the clock and takes no time. */
export async function projectOf(
  code: string,
  options: Partial<ProjectOptions> = {},
): Promise<AppsScriptProject> {
  const directory = await mkdtemp(join(tmpdir(), 'charter-desk-test-'));
  const codeFile = join(directory, 'code.js');
  await writeFile(codeFile, code);
  const clock = options.clock ?? new Clock();
  try {
    return await AppsScriptProject.open({
      codeFile,
      manifest: { timeZone: 'America/Los_Angeles', oauthScopes: allScopes },
      htmlDirectory: import.meta.dirname,
      workbook: workbookIn('America/Los_Angeles'),
      clock,
      exchange: () => Promise.reject(new Error('This test expects no request.')),
      identityToken: async (user) => `token of ${user}`,
      sleep: async (milliseconds) => clock.advance(milliseconds),
      ...options,
    });
  } finally {
    // It was read once, and is not looked at again.
    await rm(directory, { recursive: true });
  }
}

export function workbookIn(timeZone: string, now?: () => number): Workbook {
  return Workbook.create({ id: 'workbook-1', name: 'Charters', timeZone }, now);
}

/** Goes with `removeTemporaryFolders`. */
export async function htmlDirectory(files: Record<string, string>): Promise<string> {
  const directory = await temporaryFolder();
  for (const [name, html] of Object.entries(files)) await writeFile(join(directory, name), html);
  return directory;
}

/** Runs `body` as the function `main` from a menu, and answers what it returned; throws what it threw. */
export async function evaluate(
  body: string,
  options: Partial<ProjectOptions> = {},
  run: Partial<RunOptions> = {},
): Promise<unknown> {
  const project = await projectOf(`function main(e) { ${body} }`, options);
  return resultOf(await project.run('main', { user: captain, context: 'menu', ...run }));
}

export function resultOf(execution: Execution): unknown {
  const { status, error, result } = execution;
  if (status !== 'completed') throw new Error(error ? `${error.name}: ${error.message}` : status);
  return result;
}
