import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { type Sentences, whyClaspFailed } from './clasp-failure.ts';

export interface ClaspRun {
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * The project's own clasp with these arguments, in this folder. It asks nothing, for it is at no terminal: where it would
 * ask, it takes a no.
 */
export async function runClasp(root: string, folder: string, args: readonly string[]): Promise<ClaspRun> {
  const program = createRequire(path.join(root, 'package.json')).resolve('@google/clasp');
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const code = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, stdout, stderr };
}

/** What clasp prints. Throws UsageError or Failed when it fails. */
export async function claspOutput(
  root: string,
  folder: string,
  args: readonly string[],
  sentences: Sentences,
): Promise<string> {
  const run = await runClasp(root, folder, args);
  if (run.code !== 0) throw whyClaspFailed(run, sentences);
  return run.stdout;
}
