import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stack } from '../../local/cloudformation/stack.ts';
import { deployedStack } from '../../local/deployed-stack.ts';
import { projectRoot } from '../../local/project-root.ts';

/** What the templates would deploy if a text in one of them were another. Throws where it isn't there exactly once. */
export async function changedStack(
  template: string,
  text: string | RegExp,
  replacement: string,
): Promise<Stack> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charter-desk-infra-'));
  try {
    await cp(path.join(projectRoot(), 'infra'), folder, { recursive: true });
    const file = path.join(folder, template);
    const parts = (await readFile(file, 'utf8')).split(text);
    if (parts.length !== 2) throw new Error(`${template} has ${text} ${parts.length - 1} times.`);
    await writeFile(file, parts.join(replacement));
    return deployedStack({}, folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
