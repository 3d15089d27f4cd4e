/**
 * Builds the project if a source is newer than its last build, then runs a command in this very process, so that
 * signals and exit codes are the command's own: `node local/cli/launch.mjs start --once`.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '../..');
const stamp = path.join(root, 'build/.built');
const sources = [
  'src',
  'templates',
  'local',
  'services',
  'cloudfront',
  'infra',
  'build.mjs',
  'handlebars-plugin.mjs',
  'data-plugin.mjs',
  'aws4fetch-plugin.mjs',
  'dialogs.mjs',
  'private-names.mjs',
  'slim-univer-plugin.mjs',
];
const settings = ['appsscript.json', 'package-lock.json'];

const changedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newestBelow(name) {
  const file = path.join(root, name);
  if (!statSync(file).isDirectory()) return changedAt(file);
  const below = readdirSync(file, { recursive: true, encoding: 'utf8' });
  // A folder's own time tells of files that were removed.
  return Math.max(changedAt(file), ...below.map((each) => changedAt(path.join(file, each))));
}

function isBuilt() {
  const builtAt = changedAt(stamp);
  return (
    changedAt(path.join(root, 'dist/Code.js')) > 0 &&
    [...sources, ...settings].every((name) => newestBelow(name) < builtAt)
  );
}

function build() {
  try {
    // What a build says is no part of a command's answer.
    execFileSync(process.execPath, [path.join(root, 'build.mjs')], { stdio: ['ignore', 2, 2] });
  } catch {
    console.error('The project could not be built: see above.');
    process.exit(1);
  }
}

const [command] = process.argv.splice(2, 1);
if (!isBuilt()) build();
await import(pathToFileURL(path.join(root, 'build/cli', `${command}.mjs`)).href);
