import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll } from 'vitest';
import {
  AppsScriptProject,
  type Execution,
  type ProjectOptions,
  type RunOptions,
  Workbook,
} from '../../local/apps-script/index.ts';
import { Clock } from '../../local/clock.ts';
import { removeTemporaryFolders, temporaryFolder } from './commands.ts';

afterAll(removeTemporaryFolders);

const source = (name: string) => fileURLToPath(new URL(`../../local/apps-script/${name}`, import.meta.url));

/** The runtime's two bundles, built as the project's build makes them, once a test file. */
const bundles = (async () => {
  const directory = await temporaryFolder();
  const workerFile = join(directory, 'worker.mjs');
  const standInsFile = join(directory, 'stand-ins.js');
  await Promise.all([
    build({
      entryPoints: [source('worker.ts')],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      format: 'esm',
    }),
    build({
      entryPoints: [source('stand-ins/index.ts')],
      outfile: standInsFile,
      bundle: true,
      platform: 'neutral',
      format: 'iife',
      target: 'es2022',
    }),
  ]);
  return { workerFile, standInsFile, directory };
})();

export const allScopes = [
  'https://www.googleapis.com/auth/spreadsheets.currentonly',
  'https://www.googleapis.com/auth/script.external_request',
  'https://www.googleapis.com/auth/script.scriptapp',
  'https://www.googleapis.com/auth/script.container.ui',
  'https://www.googleapis.com/auth/userinfo.email',
  'openid',
];

export const captain = 'captain@example.com';

let files = 0;

/** A project around the given Apps Script code. Unless told otherwise sleeping moves the clock and takes no time. */
export async function projectOf(
  code: string,
  options: Partial<ProjectOptions> = {},
): Promise<AppsScriptProject> {
  const { workerFile, standInsFile, directory } = await bundles;
  const codeFile = join(directory, `code-${files++}.js`);
  await writeFile(codeFile, code);
  const clock = options.clock ?? new Clock();
  return AppsScriptProject.open({
    codeFile,
    workerFile,
    standInsFile,
    manifest: { timeZone: 'America/Los_Angeles', oauthScopes: allScopes },
    htmlDirectory: directory,
    workbook: workbookIn('America/Los_Angeles'),
    clock,
    exchange: () => Promise.reject(new Error('This test expects no request.')),
    identityToken: async (user) => `token of ${user}`,
    sleep: async (milliseconds) => clock.advance(milliseconds),
    ...options,
  });
}

export function workbookIn(timeZone: string, now?: () => number): Workbook {
  return Workbook.create({ id: 'workbook-1', name: 'Charters', timeZone }, now);
}

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
