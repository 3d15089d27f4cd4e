/**
 * Builds what ships and what the local system runs.
 *
 *   dist/    Code.js, appsscript.json, the dialogs' HTML and the compiled templates: what clasp pushes, nothing else
 *   build/   the two services as Lambda bundles, the templates that deploy them, the local system's worker scripts, its
 *            commands, and the workbench's page
 */
import { cp, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build as esbuild } from 'esbuild';
import GasPlugin from 'gas-webpack-plugin';
import TerserPlugin from 'terser-webpack-plugin';
import webpack from 'webpack';
import { parseDocument } from 'yaml';
import { aws4fetchPlugin } from './aws4fetch-plugin.mjs';
import { dataPlugin } from './data-plugin.mjs';
import { buildDialogs } from './dialogs.mjs';
import { handlebarsPlugin } from './handlebars-plugin.mjs';
import { privateNames } from './private-names.mjs';
import { slimUniverPlugin } from './slim-univer-plugin.mjs';

const root = import.meta.dirname;
const from = (...parts) => path.join(root, ...parts);

/** Apps Script parses ES2019; its oldest gaps (static fields, private names) are compiled away with it. */
const APPS_SCRIPT_TARGET = 'es2019';

/**
 * For packages: their classes' fields become assignments, as ours do. Defined one by one, as the language has it, they
 * take more code and time, and nothing here inherits a setter. It is for TypeScript that esbuild offers this.
 */
const ASSIGNED_FIELDS = {
  loader: 'ts',
  tsconfigRaw: { compilerOptions: { useDefineForClassFields: false } },
};

/** With esbuild, for what needs to look through it: webpack's has its own words in it. */
async function bundledAddOn() {
  const { outputFiles } = await esbuild({
    entryPoints: [from('src/main.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    target: APPS_SCRIPT_TARGET,
    mainFields: ['module', 'main'],
    plugins: [handlebarsPlugin.esbuild({ apart: true }), dataPlugin.esbuild(), aws4fetchPlugin.esbuild()],
  });
  return outputFiles[0].text;
}

async function buildAddOn() {
  // Aside, and in place at once: whoever runs what was built before is not disturbed.
  const aside = from(`build/dist-${process.pid}`);
  const stats = await promisify(webpack)({
    mode: 'production',
    context: root,
    entry: './src/main.ts',
    output: {
      path: aside,
      filename: 'Code.js',
      chunkFormat: false,
      // Apps Script has it since V8; without this, webpack would look for it with `new Function`.
      environment: { globalThis: true },
    },
    target: ['es2019'],
    resolve: { extensions: ['.ts', '.js'], mainFields: ['module', 'main'] },
    module: {
      rules: [
        { test: /\.ts$/, loader: 'esbuild-loader', options: { target: APPS_SCRIPT_TARGET } },
        {
          test: /\.js$/,
          loader: 'esbuild-loader',
          options: { target: APPS_SCRIPT_TARGET, ...ASSIGNED_FIELDS },
        },
      ],
    },
    optimization: {
      minimizer: [
        new TerserPlugin({
          extractComments: false,
          terserOptions: {
            ecma: 2019,
            compress: {
              passes: 6,
              pure_getters: true,
              // `String(x)` becomes `x + ''`, which differs for symbols and objects with a `valueOf` of their own: there are none.
              unsafe: true,
              keep_fargs: false,
              hoist_funs: true,
              unsafe_arrows: true,
              unsafe_methods: true,
            },
            mangle: { properties: { regex: await privateNames(from('src'), await bundledAddOn()) } },
            format: { comments: false },
          },
        }),
      ],
    },
    performance: false,
    plugins: [
      handlebarsPlugin.webpack({ apart: true }),
      dataPlugin.webpack(),
      aws4fetchPlugin.webpack(),
      new GasPlugin(),
    ],
  });
  if (stats.hasErrors()) throw new Error(stats.toString({ colors: false, all: false, errors: true }));
  await cp(from('appsscript.json'), path.join(aside, 'appsscript.json'));
  await buildDialogs(from('src/dialogs'), aside);
  await putInPlace(aside, from('dist'));
}

const forNode = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'esm',
  logLevel: 'warning',
  plugins: [handlebarsPlugin.esbuild()],
  // Bundled CommonJS packages call require, which ES modules on Node lack.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
};

async function buildServices() {
  for (const service of ['jada-calendar', 'ship-captain-crew']) {
    await esbuild({
      ...forNode,
      // A cold start takes as long as it takes to read the file, and packages' ES modules leave out what isn't used.
      // Names stay, for stacks.
      mainFields: ['module', 'main'],
      minifySyntax: true,
      minifyWhitespace: true,
      entryPoints: [from('services', service, 'index.ts')],
      outfile: from('build/services', service, 'index.mjs'),
    });
  }
}

/** For `aws cloudformation package`, which puts the services beside them into the operator's bucket. */
async function buildTemplates() {
  await mkdir(from('build/infra'), { recursive: true });
  const guestPath = await readFile(from('cloudfront/guest-path.js'), 'utf8');
  for (const name of await readdir(from('infra'))) {
    const template = parseDocument(await readFile(from('infra', name), 'utf8'), { logLevel: 'silent' });
    const code = ['Resources', 'GuestPath', 'Properties', 'FunctionCode'];
    // CloudFormation takes a CloudFront function's code in the template alone.
    if (template.hasIn(code)) template.setIn(code, guestPath);
    await writeFile(from('build/infra', name), template.toString({ lineWidth: 0 }));
  }
}

async function buildLocalWorkers() {
  await esbuild({
    ...forNode,
    entryPoints: [from('local/apps-script/worker.ts')],
    outfile: from('build/apps-script/worker.mjs'),
  });
  await esbuild({
    bundle: true,
    platform: 'neutral',
    target: 'es2022',
    format: 'iife',
    logLevel: 'warning',
    mainFields: ['module', 'main'],
    entryPoints: [from('local/apps-script/stand-ins/index.ts')],
    outfile: from('build/apps-script/stand-ins.js'),
  });
  await esbuild({
    ...forNode,
    entryPoints: [from('local/cloud/lambda-worker.ts')],
    outfile: from('build/cloud/lambda-worker.mjs'),
  });
}

async function buildCommands() {
  const aside = from(`build/cli-${process.pid}`);
  await esbuild({
    ...forNode,
    banner: {},
    packages: 'external',
    // What a command loads only when it comes to it stands in a file of its own.
    splitting: true,
    entryPoints: ['start', 'charter', 'bench', 'faults', 'keys', 'link', 'deploy'].map((name) =>
      from('local/cli', `${name}.ts`),
    ),
    outdir: aside,
    outExtension: { '.js': '.mjs' },
  });
  await putInPlace(aside, from('build/cli'));
}

/** Pieces have names that come from their content: those of earlier builds go. */
async function putInPlace(aside, place) {
  await rm(place, { recursive: true, force: true });
  await rename(aside, place);
}

/** The page comes first, and the grid, which is large, after it. */
async function buildWorkbench() {
  const aside = from(`build/workbench-${process.pid}`);
  const options = {
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    logLevel: 'warning',
    outdir: aside,
  };
  await esbuild({
    ...options,
    splitting: true,
    format: 'esm',
    entryPoints: [from('local/workbench/browser/main.ts')],
    plugins: [slimUniverPlugin],
  });
  // Stands within each dialog's page.
  await esbuild({
    ...options,
    format: 'iife',
    entryPoints: [from('local/workbench/browser/script-run.ts')],
  });
  await putInPlace(aside, from('build/workbench'));
}

const startedAt = new Date();
await mkdir(from('build'), { recursive: true });
await Promise.all([
  buildAddOn(),
  buildServices(),
  buildTemplates(),
  buildLocalWorkers(),
  buildWorkbench(),
  buildCommands(),
]);
// What changes after this moment asks for a new build: see local/cli/launch.mjs.
await writeFile(from('build/.built'), '');
await utimes(from('build/.built'), startedAt, startedAt);
