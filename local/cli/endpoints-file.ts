import { access, constants, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../usage-error.ts';

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

/** `endpoints.json` in a folder: it appears whole, and goes when the system ends, unless it is another's by then. */
export class EndpointsFile {
  private readonly file: string;
  private written: string | undefined;

  private constructor(file: string) {
    this.file = file;
  }

  /** Throws UsageError when the folder is none to write to. */
  static async in(directory: string): Promise<EndpointsFile> {
    try {
      await mkdir(directory, { recursive: true });
      await access(directory, constants.W_OK);
      return new EndpointsFile(path.join(directory, 'endpoints.json'));
    } catch (error) {
      const { code = String(error) } = error as NodeJS.ErrnoException;
      throw new UsageError(
        `--state ${directory} can't be used (${code}). Name a folder that you may write to.`,
      );
    }
  }

  async write(endpoints: Endpoints): Promise<void> {
    const draft = `${this.file}.${process.pid}`;
    this.written = `${JSON.stringify(endpoints, null, 2)}\n`;
    await writeFile(draft, this.written, { mode: 0o600 });
    await rename(draft, this.file);
  }

  async remove(): Promise<void> {
    const standing = await readFile(this.file, 'utf8').catch(() => undefined);
    if (standing !== undefined && standing === this.written) await rm(this.file, { force: true });
  }
}
