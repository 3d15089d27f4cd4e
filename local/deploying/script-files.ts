import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The files of a script: the content of each by its path in `dist/`. */
export type ScriptFiles = ReadonlyMap<string, string>;

export async function filesBelow(folder: string): Promise<ScriptFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
  return new Map(
    await Promise.all(
      files.map(async (file) => [path.relative(folder, file), await readFile(file, 'utf8')] as const),
    ),
  );
}
