import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from './usage-error.ts';

/** Where a running system answers, for scripts. */
export interface Endpoints {
  workbench: string;
  aws: string;
  guestSite: string;
  outbox: string;
  calendar: string;
  crewApi: string;
  /** The administrator's. */
  credentials: { accessKeyId: string; secretAccessKey: string };
  region: string;
}

/** `endpoints.json` in a folder: it appears whole, and goes when the system ends. */
export class EndpointsFile {
  private readonly file: string;

  private constructor(file: string) {
    this.file = file;
  }

  /** Throws UsageError when the folder is none to write to. */
  static async in(directory: string): Promise<EndpointsFile> {
    try {
      await mkdir(directory, { recursive: true });
      const file = path.join(directory, 'endpoints.json');
      // Left behind by a system that was killed.
      await rm(file, { force: true });
      return new EndpointsFile(file);
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new UsageError(
        `--state ${directory} can't be used (${code}). Name a folder that you may write to.`,
      );
    }
  }

  async write(endpoints: Endpoints): Promise<void> {
    const draft = `${this.file}.${process.pid}`;
    await writeFile(draft, `${JSON.stringify(endpoints, null, 2)}\n`, { mode: 0o600 });
    await rename(draft, this.file);
  }

  remove(): Promise<void> {
    return rm(this.file, { force: true });
  }
}
