import { tryKills } from '../faults/kills.ts';
import { type Matrix, tryMatrix } from '../faults/matrix.ts';
import { FIRST_PUBLISH, SCENARIOS } from '../faults/scenarios.ts';
import { SERVICES } from '../faults/services.ts';
import { UsageError } from '../usage-error.ts';
import { killLines, matrixLines, totalsLines, totalsOf } from './faults-report.ts';
import { readOptions } from './options.ts';
import { FAILURE, runProgram, SUCCESS } from './program.ts';
import { terminalStyle } from './terminal-style.ts';

const help = `Lets everything go wrong that can, and tells what came of it.

  npm run -s faults -- [options]

At each remote operation of a first publish, a re-publish and a cancellation it injects each mishap, lets the standing
timer tick until it rests, does as an honest captain would what the sheet asks for, and compares what each system holds
with what it should. Once with services that honour idempotency keys, once with foreign ones that know only their POSTs.
Then it ends a first publish right before each call that leaves the script.

  --only NAME    one of: ${SCENARIOS.map(({ name }) => name).join(', ')}
  --json         print one JSON document: {"matrices": […], "kills": […], "totals": {"tried", "failed", "asked"}}
  --help         show this

Exit code: 0 every cell holds, 1 one does not, 2 an option is wrong.`;

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['json', 'help'],
    values: ['only'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is no option. See --help.`);
  const scenarios = SCENARIOS.filter(({ name }) => values.only === undefined || values.only === name);
  if (scenarios.length === 0) throw new UsageError(`There is no “${values.only}”. See --help.`);

  const style = terminalStyle(process.stdout);
  const print = (lines: string[]) => {
    if (!flags.has('json')) for (const line of lines) console.log(line);
  };
  const matrices: Matrix[] = [];
  for (const scenario of scenarios) {
    // Side by side: each spends half of its time waiting.
    const pair = await Promise.all(SERVICES.map((services) => tryMatrix(scenario, services)));
    matrices.push(...pair);
    for (const matrix of pair) print(matrixLines(matrix, style));
  }
  const kills = scenarios.includes(FIRST_PUBLISH) ? await tryKills() : [];
  if (kills.length > 0) print(killLines(kills, style));
  const totals = totalsOf([...matrices.flatMap(({ cells }) => cells), ...kills]);
  if (flags.has('json')) console.log(JSON.stringify({ matrices, kills, totals }));
  print(totalsLines(totals));
  return totals.failed > 0 ? FAILURE : SUCCESS;
}

await runProgram('faults', main);
