import { createBoundScript } from '../deploying/bound-script.ts';
import { readScriptId, readSpreadsheetId } from '../deploying/google-id.ts';
import { link, linkedScript } from '../deploying/link-file.ts';
import { commandFor, readTarget, type Target, targets } from '../deploying/target.ts';
import { projectRoot } from '../project-root.ts';
import { UsageError } from '../usage-error.ts';
import { readOptions } from './options.ts';
import { runProgram, SUCCESS } from './program.ts';

const help = `Remembers which Apps Script project a target is: what npm run deploy brings the add-on to.

  npm run link -- SCRIPT_ID [options]
  npm run link -- --new SPREADSHEET_ID [options]

An id may be given as the address that the browser shows. --new makes a script in that spreadsheet, as whoever is logged in
by npx clasp login. A target's link stands in .clasp.TARGET.json, which is this installation's own.

  --target TARGET   ${targets.join(' or ')} (production without this)
  --replace         link a target that is linked to another script
  --help            show this

Exit code: 0 it is linked, 1 Google can't be reached or failed, 2 something is to be mended first.`;

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['replace', 'help'],
    values: ['new', 'target'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  const target = readTarget(values.target);
  const [given, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`One script at a time: leave out ${others.join(' ')}.`);
  const request = { root: projectRoot(), target, mayReplace: flags.has('replace') };
  if (values.new !== undefined) {
    if (given) throw new UsageError(`--new makes a script, and “${given}” is one. Give one of the two.`);
    return linkNew(request, readSpreadsheetId(values.new));
  }
  if (!given) {
    throw new UsageError(
      `Which script? Write: ${commandFor(target, 'link', 'SCRIPT_ID')}, or for a new one: ${commandFor(target, 'link', '--new', 'SPREADSHEET_ID')}`,
    );
  }
  return linkGiven(request, readScriptId(given));
}

interface Request {
  root: string;
  target: Target;
  mayReplace: boolean;
}

async function linkGiven({ root, target, mayReplace }: Request, scriptId: string): Promise<number> {
  const standing = await linkedScript(root, target);
  if (standing !== scriptId) await assertFree(root, target, mayReplace);
  for (const other of targets) {
    if (other !== target && (await linkedScript(root, other)) === scriptId) {
      throw new UsageError(`That script is ${other}. Give ${target} one of its own.`);
    }
  }
  await link(root, target, scriptId);
  console.log(`${target} is the script ${scriptId}.\nNext: ${commandFor(target, 'deploy')}`);
  return SUCCESS;
}

async function linkNew({ root, target, mayReplace }: Request, spreadsheetId: string): Promise<number> {
  await assertFree(root, target, mayReplace);
  const title = target === 'production' ? 'Charter Desk' : `Charter Desk (${target})`;
  const scriptId = await createBoundScript(root, spreadsheetId, title);
  await link(root, target, scriptId);
  console.log(
    [
      `${target} is the new script ${scriptId} in the spreadsheet ${spreadsheetId}.`,
      // Google gave it a manifest of its own.
      `Next: ${commandFor(target, 'deploy', '--replace-manifest')}`,
    ].join('\n'),
  );
  return SUCCESS;
}

async function assertFree(root: string, target: Target, mayReplace: boolean): Promise<void> {
  if (mayReplace) return;
  const scriptId = await linkedScript(root, target);
  if (scriptId === undefined) return;
  throw new UsageError(
    `${target} is linked to the script ${scriptId}. To link it to another, add --replace; that script stays as it is.`,
  );
}

await runProgram('link', main);
