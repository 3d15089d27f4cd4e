import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { UsageError } from '../usage-error.ts';
import { commandFor, type Target } from './target.ts';

const content = z.object({ scriptId: z.string().min(1) });

/** clasp's project file of a target: `{"scriptId", "rootDir": "dist"}`. It is each installation's own. */
export function linkFile(root: string, target: Target): string {
  return path.join(root, `.clasp.${target}.json`);
}

/** The script that the target is, if it is linked. Throws UsageError when its file can't be understood. */
export async function linkedScript(root: string, target: Target): Promise<string | undefined> {
  const file = linkFile(root, target);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return content.parse(JSON.parse(text)).scriptId;
  } catch {
    throw new UsageError(
      `${path.basename(file)} can't be understood. Remove it, and link the target anew: ${commandFor(target, 'link', 'SCRIPT_ID')}`,
    );
  }
}

export async function link(root: string, target: Target, scriptId: string): Promise<void> {
  await writeFile(linkFile(root, target), `${JSON.stringify({ scriptId, rootDir: 'dist' }, null, 2)}\n`);
}
