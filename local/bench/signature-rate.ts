import path from 'node:path';
import vm from 'node:vm';
import { build } from 'esbuild';
import { bareContext } from './bare-context.ts';
import { atLeast, type Figure } from './figure.ts';

/** Enough to tell runs apart, and few enough for some of them to have the processor to themselves. */
const SIGNATURES_PER_RUN = 200;

/**
 * How fast the signer that ships signs, on the language alone: neither has Apps Script what Node hashes with. The
 * fastest run counts, because the engine takes a while to compile the hash well, and other programs only slow it down.
 */
export async function signatureFigures(root: string, repeat: number): Promise<Figure[]> {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, 'local/bench/page-signatures.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    globalName: 'pages',
    target: 'es2019',
    platform: 'neutral',
    mainFields: ['module', 'main'],
  });
  const context = bareContext();
  vm.runInContext(outputFiles[0]?.text ?? '', context);
  const run = new vm.Script(`pages.signPages(${SIGNATURES_PER_RUN})`);
  const secondsOfRun = () => {
    const startedAt = performance.now();
    run.runInContext(context);
    return (performance.now() - startedAt) / 1000;
  };
  const seconds = Array.from({ length: repeat }, secondsOfRun);
  const signed: unknown = vm.runInContext('pages.progress.signed', context);
  if (signed !== SIGNATURES_PER_RUN * repeat) throw new Error(`Only ${signed} requests were signed.`);
  const rate = SIGNATURES_PER_RUN / Math.min(...seconds);
  return [{ name: 'signatures of a 10 KB page', value: rate, unit: 'per second', limit: atLeast(3000) }];
}
