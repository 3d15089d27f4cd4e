import { randomBytes } from 'node:crypto';
import { UsageError } from '../usage-error.ts';
import { KeysFile } from './keys-file.ts';
import { newKeysSteps, rotationSteps } from './keys-report.ts';
import { readOptions } from './options.ts';
import { runProgram, SUCCESS } from './program.ts';

const help = `Makes the keys that the add-on shows to the calendar and to the crew system, and says what to do with them.

  npm run -s keys -- new               makes both keys
  npm run -s keys -- rotate NAME       makes one of them anew: dashboardToken or serviceKey

  --file FILE    where they go, as JSON that only you can read (keys.json without this)
  --stack NAME   the CloudFormation stack, for the commands that it prints (charter-desk without this)
  --secret ID    the add-on's secret, for the same (charter-desk/production without this)
  --help         show this

It asks nobody and changes nothing but FILE. The keys go from there into AWS Secrets Manager, and of the services each
gets the hash of its own. A key is never printed.

Exit code: 0 FILE is written, 2 it can't be, or an option is wrong.`;

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['help'],
    values: ['file', 'stack', 'secret'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  const { file = 'keys.json', stack = 'charter-desk', secret = 'charter-desk/production' } = values;
  const keys = new KeysFile(file, () => randomBytes(32).toString('hex'));
  const place = { file, stack, secret };
  const [what, name, ...others] = positionals;
  if (what === 'new' && name === undefined) console.log(newKeysSteps(await keys.create(), place).join('\n'));
  else if (what === 'rotate' && name !== undefined && others.length === 0) {
    console.log(rotationSteps(await keys.rotate(name), place).join('\n'));
  } else {
    throw new UsageError('Say “new”, or “rotate dashboardToken” or “rotate serviceKey”. See --help.');
  }
  return SUCCESS;
}

await runProgram('keys', main);
