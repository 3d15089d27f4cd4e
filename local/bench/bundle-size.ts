import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { UnpluginInstance } from 'unplugin';
import { atMost, type Figure } from './figure.ts';

/** The size of what ships and, largest first, of the code's parts: our folders and each library. */
export async function bundleSizeFigures(root: string): Promise<Figure[]> {
  const bytesOf = async (file: string) => (await stat(path.join(root, file))).size;
  const parts = [...(await bytesByPart(root))].sort(([, one], [, other]) => other - one);
  return [
    { name: 'dist/Code.js', value: await bytesOf('dist/Code.js'), unit: 'bytes', limit: atMost(150_000) },
    { name: 'dist/templates.html', value: await bytesOf('dist/templates.html'), unit: 'bytes' },
    { name: 'dist/sheet-designs.html', value: await bytesOf('dist/sheet-designs.html'), unit: 'bytes' },
    { name: 'dist/setting-words.html', value: await bytesOf('dist/setting-words.html'), unit: 'bytes' },
    ...parts.map(([part, bytes]): Figure => ({ name: `dist/Code.js: ${part}`, value: bytes, unit: 'bytes' })),
  ];
}

/** By a second bundling with esbuild, which tells what became of each file; its whole is within two percent of ours. */
async function bytesByPart(root: string): Promise<Map<string, number>> {
  const pluginOf = (file: string) => import(pathToFileURL(path.join(root, file)).href);
  const { handlebarsPlugin }: { handlebarsPlugin: UnpluginInstance<{ apart: boolean }> } =
    await pluginOf('handlebars-plugin.mjs');
  const { dataPlugin }: { dataPlugin: UnpluginInstance<undefined> } = await pluginOf('data-plugin.mjs');
  const { aws4fetchPlugin }: { aws4fetchPlugin: UnpluginInstance<undefined> } =
    await pluginOf('aws4fetch-plugin.mjs');
  const { metafile } = await build({
    entryPoints: ['src/main.ts'],
    absWorkingDir: root,
    bundle: true,
    write: false,
    outfile: 'Code.js',
    metafile: true,
    minify: true,
    format: 'iife',
    target: 'es2019',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    plugins: [handlebarsPlugin.esbuild({ apart: true }), dataPlugin.esbuild(), aws4fetchPlugin.esbuild()],
  });
  const bytes = new Map<string, number>();
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const part = partOf(file);
      bytes.set(part, (bytes.get(part) ?? 0) + bytesInOutput);
    }
  }
  return bytes;
}

function partOf(file: string): string {
  const library = /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  const folder = /^(?:src\/)?[^/]+/.exec(file)?.[0];
  return library ?? folder ?? file;
}
