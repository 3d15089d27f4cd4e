import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { claspOutput } from './clasp.ts';
import type { Sentences } from './clasp-failure.ts';
import type { Target } from './target.ts';

const pulled = z.object({ pulledFiles: z.array(z.string()) });

/** What stands at Google before a push: a copy of it, which goes unless it is kept. */
export class StandingProject {
  private constructor(
    private readonly root: string,
    private readonly folder: string,
    /** Paths as they would have in `dist/`. */
    readonly files: readonly string[],
    readonly manifest: string,
  ) {}

  /** Throws UsageError or Failed. */
  static async fetch(root: string, scriptId: string, sentences: Sentences): Promise<StandingProject> {
    await mkdir(path.join(root, 'build'), { recursive: true });
    const folder = await mkdtemp(path.join(root, 'build/standing-'));
    try {
      await writeFile(path.join(folder, '.clasp.json'), JSON.stringify({ scriptId, rootDir: '.' }));
      const output = await claspOutput(root, folder, ['pull', '--json', '--project', folder], sentences);
      const { pulledFiles } = pulled.parse(JSON.parse(output));
      const manifest = await readFile(path.join(folder, 'appsscript.json'), 'utf8');
      return new StandingProject(root, folder, pulledFiles, manifest);
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** Keeps the copy, with a project file by which clasp can push it back. Where it is, from the project's folder. */
  async keep(target: Target): Promise<string> {
    const place = `build/replaced/${target}-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
    await mkdir(path.join(this.root, 'build/replaced'), { recursive: true });
    await rename(this.folder, path.join(this.root, place));
    return place;
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
