import { FEWEST_PUBLISHED, MOST_PUBLISHED } from '../bench/extent.ts';
import { holds } from '../bench/figure.ts';
import { thisMachine } from '../bench/machine.ts';
import { projectRoot } from '../project-root.ts';
import { UsageError } from '../usage-error.ts';
import { benchDocument, benchLines } from './bench-report.ts';
import { readOptions } from './options.ts';
import { FAILURE, runProgram, SUCCESS } from './program.ts';
import { terminalStyle } from './terminal-style.ts';

const DEFAULT_REPEAT = 50;
const DEFAULT_PUBLISHED = 200;

const help = `Measures the add-on as it ships, and holds it to its limits.

  npm run -s bench -- [options]

  --json       print one JSON document: {"machine": …, "figures": [{"name", "value", "unit", "limit", "holds"}, …]};
               a figure without "limit" and "holds" is for information
  --repeat N   how often to repeat what is timed (${DEFAULT_REPEAT} without this); whole publishes at most 5 times
  --published N
               how many published bookings the timer's figures are for (${DEFAULT_PUBLISHED} without this)
  --help       show this

Counts of the script's calls are exact and the same everywhere; times are this machine's. The parts of dist/Code.js are
as esbuild makes them, and together within two percent of the whole. Figures that take a browser are left out where there is
no Chromium.

Exit code: 0 all limits hold, 1 one does not, 2 an option is wrong.`;

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['json', 'help'],
    values: ['repeat', 'published'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is no option. See --help.`);
  const repeat = readCount('--repeat', values.repeat ?? String(DEFAULT_REPEAT), 1, 1000);
  const published = readCount(
    '--published',
    values.published ?? String(DEFAULT_PUBLISHED),
    FEWEST_PUBLISHED,
    MOST_PUBLISHED,
  );
  if (process.stderr.isTTY) console.error('Measuring takes about two minutes …');

  // It loads the whole local system, which takes longer than to refuse an option.
  const { allFigures } = await import('../bench/all-figures.ts');
  const figures = await allFigures(projectRoot(), { repeat, published });
  const machine = thisMachine();
  if (flags.has('json')) console.log(JSON.stringify(benchDocument(machine, figures)));
  else console.log(benchLines(machine, figures, terminalStyle(process.stdout)).join('\n'));
  return figures.some((figure) => holds(figure) === false) ? FAILURE : SUCCESS;
}

function readCount(option: string, text: string, least: number, most: number): number {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= least && count <= most) return count;
  throw new UsageError(`${option} “${text}” is no count to use. Write a number from ${least} to ${most}.`);
}

await runProgram('bench', main);
