import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { runClasp } from './clasp.ts';
import { whyClaspFailed } from './clasp-failure.ts';

/**
 * Makes a script in a spreadsheet, and gives its id. Throws UsageError or Failed.
 *
 * With `--type sheets` clasp would make a new spreadsheet too and leave the given one alone. It then writes a project file
 * where it runs and fetches the new script's manifest over any that is there: hence a folder of its own, and `--project`,
 * without which it would look for project files above.
 */
export async function createBoundScript(root: string, spreadsheetId: string, title: string): Promise<string> {
  await mkdir(path.join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(path.join(root, 'build/new-script-'));
  try {
    const run = await runClasp(root, folder, [
      'create-script',
      ...['--title', title, '--parentId', spreadsheetId, '--project', folder],
    ]);
    // Said as soon as the script is there. If only its manifest couldn't be fetched, nothing is missing.
    const [, scriptId] = /script\.google\.com\/d\/([\w-]+)\//.exec(run.stdout) ?? [];
    if (scriptId !== undefined) return scriptId;
    throw whyClaspFailed(run, {
      notFound: `Google finds no spreadsheet ${spreadsheetId}. Check its address, and whose login it is (npx clasp show-authorized-user); one that was never changed isn't found either: give it a title first.`,
      forbidden: `The spreadsheet ${spreadsheetId} may not be changed by who is logged in. Log in as its owner: npx clasp login.`,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
