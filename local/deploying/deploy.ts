import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failed } from '../failed.ts';
import { UsageError } from '../usage-error.ts';
import type { Sentences } from './clasp-failure.ts';
import { linkedScript } from './link-file.ts';
import { manifestDifference } from './manifest-difference.ts';
import { assertAllWouldBePushed, push } from './push.ts';
import { filesBelow } from './script-files.ts';
import { keep, standingFiles } from './standing-files.ts';
import { commandFor, type Target } from './target.ts';

const MANIFEST = 'appsscript.json';

export interface Deployment {
  /** Files that were sent; 0 when this version stood there already. */
  files: number;
  scriptId: string;
  changesScopes: boolean;
  /** What was replaced or removed, if any of it isn't the add-on's: where a copy of it lies, from the project's folder. */
  kept: string | undefined;
}

/**
 * Brings what `npm test` finds good onto a target. Google is asked first, for tests take minutes and a login that lapsed is
 * known at once. Throws UsageError or Failed. Then nothing was sent, unless the network failed while clasp pushed: nobody
 * knows then, and to deploy again is right either way.
 */
export async function deploy(
  root: string,
  target: Target,
  { mayReplaceManifest }: { mayReplaceManifest: boolean },
): Promise<Deployment> {
  const scriptId = await linkedScript(root, target);
  if (scriptId === undefined) {
    throw new UsageError(
      `${target} is linked to no script yet. Write: ${commandFor(target, 'link', 'SCRIPT_ID')}, or for a new one: ${commandFor(target, 'link', '--new', 'SPREADSHEET_ID')}`,
    );
  }
  const sentences = sentencesAbout(target, scriptId);
  const standing = await standingFiles(root, scriptId, sentences);
  const standingManifest = standing.get(MANIFEST) ?? '{}';
  // The build takes it to dist/ as it is.
  const manifest = await readFile(path.join(root, MANIFEST), 'utf8');
  const { lines, changesScopes } = manifestDifference(standingManifest, manifest);
  if (lines.length > 0 && !mayReplaceManifest) throw anotherManifest(target, lines);
  await runTests(root);
  const built = await filesBelow(path.join(root, 'dist'));
  await assertAllWouldBePushed(root, target, built, sentences);
  const strange = [...standing.keys()].filter((file) => !built.has(file));
  const isThere = [...built].every(([file, content]) => standing.get(file) === content);
  // clasp looks for changes of what is here, and would leave alone what there is over there besides.
  if (isThere && strange.length > 0) {
    throw new UsageError(
      `${target} holds this version, and ${strange.join(', ')} besides. Delete that in its editor: https://script.google.com/d/${scriptId}/edit`,
    );
  }
  if (isThere) return { files: 0, scriptId, changesScopes: false, kept: undefined };
  const isOthers = strange.length > 0 || lines.length > 0;
  const kept = isOthers ? await keep(root, target, scriptId, standing) : undefined;
  const replacesManifest = standingManifest !== manifest;
  const files = await push(root, target, { replacesManifest }, sentences);
  return { files, scriptId, changesScopes, kept };
}

function anotherManifest(target: Target, lines: readonly string[]): UsageError {
  return new UsageError(
    [
      `The manifest of ${target} is another (−) than this version's (+). Nothing was sent.`,
      ...lines.map((line) => `  ${line}`),
      `To replace it, and all that stands there: ${commandFor(target, 'deploy', '--replace-manifest')}`,
    ].join('\n'),
  );
}

function sentencesAbout(target: Target, scriptId: string): Sentences {
  return {
    notFound: `Google knows no script ${scriptId}, which ${target} is linked to. Link the right one: ${commandFor(target, 'link', 'SCRIPT_ID', '--replace')}`,
    forbidden: `The script ${scriptId} may not be changed by who is logged in. Log in as somebody who may edit its spreadsheet: npx clasp login.`,
  };
}

/** Builds, lints, checks types and tests. What that says is no part of the command's answer. */
async function runTests(root: string): Promise<void> {
  const child = spawn('npm', ['test'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  if (code !== 0) throw new Failed('npm test failed, see above. Nothing was sent.');
}
