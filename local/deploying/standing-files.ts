import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { claspOutput } from './clasp.ts';
import type { Sentences } from './clasp-failure.ts';
import type { ScriptFiles } from './script-files.ts';
import type { Target } from './target.ts';

const pulled = z.object({ pulledFiles: z.array(z.string()) });

/** What stands at Google. Throws UsageError or Failed. */
export async function standingFiles(
  root: string,
  scriptId: string,
  sentences: Sentences,
): Promise<ScriptFiles> {
  await mkdir(path.join(root, 'build'), { recursive: true });
  const folder = await mkdtemp(path.join(root, 'build/standing-'));
  try {
    await writeProjectFile(folder, scriptId);
    const output = await claspOutput(root, folder, ['pull', '--json', '--project', folder], sentences);
    const { pulledFiles } = pulled.parse(JSON.parse(output));
    return new Map(
      await Promise.all(
        pulledFiles.map(async (file) => [file, await contentOf(path.join(folder, file))] as const),
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a copy, with a project file by which clasp can push it back. Where it is, from the project's folder. */
export async function keep(
  root: string,
  target: Target,
  scriptId: string,
  files: ScriptFiles,
): Promise<string> {
  const place = `build/replaced/${target}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  const folder = path.join(root, place);
  for (const [file, content] of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), content);
  }
  await writeProjectFile(folder, scriptId);
  return place;
}

async function writeProjectFile(folder: string, scriptId: string): Promise<void> {
  await writeFile(path.join(folder, '.clasp.json'), JSON.stringify({ scriptId, rootDir: '.' }));
}

/** clasp lists an empty file, and doesn't write it. */
async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
