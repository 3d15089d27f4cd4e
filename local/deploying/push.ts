import path from 'node:path';
import * as z from 'zod';
import { Failed } from '../failed.ts';
import { UsageError } from '../usage-error.ts';
import { claspOutput } from './clasp.ts';
import type { Sentences } from './clasp-failure.ts';
import { linkFile } from './link-file.ts';
import type { ScriptFiles } from './script-files.ts';
import type { Target } from './target.ts';

const status = z.object({ filesToPush: z.array(z.string()) });
const pushed = z.array(z.string());

/** That clasp would push every file of `dist/`, and no other. Throws UsageError or Failed. */
export async function assertAllWouldBePushed(
  root: string,
  target: Target,
  built: ScriptFiles,
  sentences: Sentences,
): Promise<void> {
  const options = ['show-file-status', '--json', '--project', linkFile(root, target)];
  const { filesToPush } = status.parse(JSON.parse(await claspOutput(root, root, options, sentences)));
  const offered = filesToPush.map((file) => path.relative('dist', file));
  const differing = [
    ...[...built.keys()].filter((file) => !offered.includes(file)).map((file) => `without ${file}`),
    ...offered.filter((file) => !built.has(file)).map((file) => `with ${file}`),
  ];
  if (differing.length > 0) {
    throw new UsageError(
      `clasp would push something else than dist/: ${differing.join(', ')}. Look at .claspignore and ${path.basename(linkFile(root, target))}. Nothing was sent.`,
    );
  }
}

/**
 * Pushes `dist/`, in one request that Google takes as a whole or not at all. How many files were sent: none when clasp
 * finds each as it stands there. Throws UsageError or Failed.
 */
export async function push(
  root: string,
  target: Target,
  { replacesManifest }: { replacesManifest: boolean },
  sentences: Sentences,
): Promise<number> {
  const options = ['push', '--json', '--project', linkFile(root, target)];
  const output = await claspOutput(
    root,
    root,
    [...options, ...(replacesManifest ? ['--force'] : [])],
    sentences,
  );
  // clasp says nothing, and ends well, where it skips a push because it may not replace the manifest.
  if (output.trim() === '') {
    throw new Failed('Somebody changed the manifest meanwhile. Nothing was sent; run this again.');
  }
  return pushed.parse(JSON.parse(output)).length;
}
