import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Failed } from '../cli/failed.ts';
import { UsageError } from '../cli/usage-error.ts';
import type { Sentences } from './clasp-failure.ts';
import { linkedScript } from './link-file.ts';
import { manifestDifference } from './manifest-difference.ts';
import { assertAllWouldBePushed, builtFiles, push } from './push.ts';
import { StandingProject } from './standing-project.ts';
import { commandFor, type Target } from './target.ts';

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
  const standing = await StandingProject.fetch(root, scriptId, sentences);
  try {
    // The build takes it to dist/ as it is.
    const manifest = await readFile(path.join(root, 'appsscript.json'), 'utf8');
    const { lines, changesScopes } = manifestDifference(standing.manifest, manifest);
    if (lines.length > 0 && !mayReplaceManifest) {
      throw new UsageError(
        [
          `The manifest of ${target} is another (−) than this version's (+). Nothing was sent.`,
          ...lines.map((line) => `  ${line}`),
          `To replace it, and all that stands there: ${commandFor(target, 'deploy', '--replace-manifest')}`,
        ].join('\n'),
      );
    }
    await runTests(root);
    await assertAllWouldBePushed(root, target, sentences);
    const built = await builtFiles(root);
    const strange = standing.files.filter((file) => !built.includes(file));
    const replacesManifest = standing.manifest !== manifest;
    const files = await push(root, target, { replacesManifest }, sentences);
    // clasp looks for changes of what is here, and not for what there is over there besides.
    if (files === 0 && strange.length > 0) {
      throw new UsageError(
        `${target} holds this version, and ${strange.join(', ')} besides. Delete that in its editor: https://script.google.com/d/${scriptId}/edit`,
      );
    }
    const kept = strange.length > 0 || lines.length > 0 ? await standing.keep(target) : undefined;
    return { files, scriptId, changesScopes, kept };
  } finally {
    await standing.discard();
  }
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
