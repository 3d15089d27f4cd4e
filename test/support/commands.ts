import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Endpoints } from '../../local/cli/endpoints-file.ts';

const root = path.resolve(import.meta.dirname, '../..');

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

type Command = 'start' | 'charter' | 'keys' | 'link' | 'deploy';

interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** A command as `npm run build` leaves it, in the project's folder, with nobody at a terminal. */
function launch(
  command: Command,
  options: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  folder = root,
): Running {
  const { NO_COLOR: _colour, npm_lifecycle_event: _npm, ...inherited } = process.env;
  const env = { ...inherited, ...environment };
  const child = spawn(process.execPath, [path.join(folder, 'build/cli', `${command}.mjs`), ...options], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
  return { child, ended };
}

export function run(command: Command, ...options: string[]): Promise<Ended> {
  return launch(command, options).ended;
}

/** Runs a command of a project in another folder. */
export function runIn(
  folder: string,
  environment: NodeJS.ProcessEnv,
  command: 'link' | 'deploy',
  ...options: string[]
): Promise<Ended> {
  return launch(command, options, environment, folder).ended;
}

/** Runs a command whose temporary files go to `folder`, and sends it a signal once `isTime` says so of their names. */
export async function interruptWhen(
  isTime: (files: readonly string[]) => boolean,
  { signal, folder }: { signal: NodeJS.Signals; folder: string },
  command: Command,
  ...options: string[]
): Promise<Ended> {
  const { child, ended } = launch(command, options, { TMPDIR: folder });
  while (child.exitCode === null && !isTime(await filesBelow(folder))) await sleep(5);
  child.kill(signal);
  return ended;
}

/** None when one vanishes while they are listed. */
export function filesBelow(folder: string): Promise<string[]> {
  return readdir(folder, { recursive: true }).catch(() => []);
}

export interface ServingSystem {
  endpoints: Endpoints;
  endpointsFile: string;
  /** As Ctrl-C does. */
  interrupt(): Promise<Ended>;
}

/** `npm start` on free ports, once it serves. */
export async function serveSystem(...options: string[]): Promise<ServingSystem> {
  const state = await temporaryFolder();
  const { child, ended } = launch('start', ['--port', '0', '--state', state, ...options]);
  const endpointsFile = path.join(state, 'endpoints.json');
  const tooEarly = ended.then(({ stderr }) => Promise.reject(new Error(`start ended: ${stderr}`)));
  await Promise.race([appearance(endpointsFile), tooEarly]);
  tooEarly.catch(() => {});
  return {
    endpoints: JSON.parse(await readFile(endpointsFile, 'utf8')),
    endpointsFile,
    interrupt() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

async function appearance(file: string): Promise<void> {
  while (!(await exists(file))) await sleep(50);
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

const folders: string[] = [];

export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'charter-desk-test-'));
  folders.push(folder);
  return folder;
}

export async function temporaryFile(name: string, content: string | Uint8Array): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await writeFile(file, content);
  return file;
}

export async function removeTemporaryFolders(): Promise<void> {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
}
