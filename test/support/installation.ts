import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, realpath, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Target } from '../../local/deploying/target.ts';
import type { GoogleApi } from '../../local/google-api/google-api.ts';
import type { Person } from '../../local/google-api/people.ts';
import type { ProjectFile } from '../../local/google-api/project-files.ts';
import { type Ended, exists, filesBelow, runIn, temporaryFolder } from './commands.ts';

const root = path.resolve(import.meta.dirname, '../..');
const SCRIPT_TYPES: Record<string, ProjectFile['type']> = {
  '.js': 'SERVER_JS',
  '.html': 'HTML',
  '.json': 'JSON',
};

/**
 * The project as an operator has it, in a folder of its own: what `npm run build` made, the packages, and links to scripts
 * at Google. Its `npm test` leaves a file `tested` and does nothing else, for this very test is part of the real one.
 */
export class Installation {
  private constructor(
    readonly folder: string,
    readonly google: GoogleApi,
    readonly owner: Person,
    /** Changed by tests about other logins and networks. */
    readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async at(google: GoogleApi): Promise<Installation> {
    const folder = await realpath(await temporaryFolder());
    for (const part of ['build/cli', 'dist', 'appsscript.json']) {
      await cp(path.join(root, part), path.join(folder, part), { recursive: true });
    }
    await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    const owner = google.people.add(`${path.basename(folder)}@example.com`);
    const environment = { ...google.environment, clasp_config_auth: await google.loginFileOf(owner) };
    const installation = new Installation(folder, google, owner, environment);
    await installation.testBy(`node -e "fs.writeFileSync('tested', '')"`);
    return installation;
  }

  /** What `npm test` does here. */
  async testBy(test: string): Promise<void> {
    await this.write('package.json', JSON.stringify({ scripts: { test } }));
  }

  has(file: string): Promise<boolean> {
    return exists(path.join(this.folder, file));
  }

  run(command: 'link' | 'deploy', ...options: string[]): Promise<Ended> {
    return runIn(this.folder, this.environment, command, ...options);
  }

  /** As an operator runs it by hand, in a folder below. */
  async clasp(folder: string, ...options: string[]): Promise<{ code: number | null }> {
    const program = path.join(root, 'node_modules/@google/clasp/build/src/index.js');
    const child = spawn(process.execPath, [program, ...options], {
      cwd: path.join(this.folder, folder),
      env: { ...process.env, ...this.environment },
      stdio: 'ignore',
    });
    return new Promise((resolve) => child.once('close', (code) => resolve({ code })));
  }

  async write(file: string, content: string): Promise<void> {
    await mkdir(path.dirname(path.join(this.folder, file)), { recursive: true });
    await writeFile(path.join(this.folder, file), content);
  }

  read(file: string): Promise<string> {
    return readFile(path.join(this.folder, file), 'utf8');
  }

  files(folder: string): Promise<string[]> {
    return filesBelow(path.join(this.folder, folder));
  }

  /** Links a target to a new script that holds these files, and gives its id. */
  async linkToScript(files: readonly ProjectFile[], target: Target = 'production'): Promise<string> {
    const { projects } = this.google;
    const script = projects.create(this.owner, 'Charter Desk', projects.addSpreadsheet(this.owner));
    if (files.length > 0) projects.update(this.owner, script.scriptId, files);
    await this.linkTo(script.scriptId, target);
    return script.scriptId;
  }

  async linkTo(scriptId: string, target: Target = 'production'): Promise<void> {
    await this.write(`.clasp.${target}.json`, JSON.stringify({ scriptId, rootDir: 'dist' }));
  }

  /** What stands at Google. */
  standing(scriptId: string): readonly ProjectFile[] {
    return this.google.projects.get(this.owner, scriptId).files;
  }

  /** `dist/` as the files of a script, in order of their names. */
  async built(): Promise<ProjectFile[]> {
    const names = (await this.files('dist')).sort();
    return Promise.all(
      names.map(async (file) => {
        const { name, ext } = path.parse(file);
        const type = SCRIPT_TYPES[ext];
        if (type === undefined) throw new Error(`dist/${file} is no file of a script.`);
        return { name, type, source: await this.read(`dist/${file}`) };
      }),
    );
  }
}

export function byName(files: readonly ProjectFile[]): ProjectFile[] {
  return files.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}
