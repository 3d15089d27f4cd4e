import { type Deployment, deploy } from '../deploying/deploy.ts';
import { readTarget, type Target, targets } from '../deploying/target.ts';
import { projectRoot } from '../project-root.ts';
import { UsageError } from '../usage-error.ts';
import { readOptions } from './options.ts';
import { runProgram, SUCCESS } from './program.ts';

const help = `Builds, checks and tests the add-on (npm test), and pushes it to the script that a target is linked to.

  npm run deploy -- [options]

It pushes as whoever is logged in by npx clasp login, sends dist/ as a whole or nothing, and sends nothing when anything is
amiss. Where it replaces what isn't the add-on's, it keeps a copy in build/replaced/.

  --target TARGET      ${targets.join(' or ')} (production without this)
  --replace-manifest   replace a manifest that says something else: for the first push, and when the scopes change
  --help               show this

Exit code: 0 this version stands there, 1 a test, Google or the network failed, 2 something is to be mended first.`;

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['replace-manifest', 'help'],
    values: ['target'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is no option. See --help.`);
  const target = readTarget(values.target);
  const mayReplaceManifest = flags.has('replace-manifest');
  const deployment = await deploy(projectRoot(), target, { mayReplaceManifest });
  for (const line of reportLines(target, deployment)) console.log(line);
  return SUCCESS;
}

function reportLines(target: Target, { files, scriptId, changesScopes, kept }: Deployment): string[] {
  if (files === 0) return [`${target} holds this version already. Nothing was sent.`];
  return [
    `${files} files were pushed to ${target}: https://script.google.com/d/${scriptId}/edit`,
    ...(kept === undefined
      ? []
      : [`What stood there before is kept in ${kept}; npx clasp push --force in there brings it back.`]),
    ...(changesScopes
      ? ['The scopes changed: Google asks for consent again, and the timer stands still until it is given.']
      : []),
    'Next: reload the spreadsheet and choose Charter → Set up.',
  ];
}

await runProgram('deploy', main);
