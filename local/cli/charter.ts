import { isPlanned, type PlanReport } from '../plan-report.ts';
import { isSettled, type PublishReport } from '../publish-report.ts';
import type { LocalSystem } from '../system.ts';
import { readTable, type Table } from '../tables/csv-table.ts';
import { assertAny, type GivenTables } from '../tables/example-tables.ts';
import { bookingHeaders, crewHeaders, locationHeaders, settingHeaders } from '../tables/headers.ts';
import { UsageError } from '../usage-error.ts';
import { readablePlan, readableReport } from './charter-report.ts';
import { readMoment } from './moment.ts';
import { readOptions } from './options.ts';
import type { Files } from './own-system.ts';
import { FAILURE, runProgram, SUCCESS } from './program.ts';
import { planAt, publishAt } from './running-system.ts';
import { type TerminalStyle, terminalStyle } from './terminal-style.ts';

const help = `Publishes the bookings of a CSV file to every system, on this laptop, or tells what publishing them would do.

  npm run -s charter -- publish FILE.csv [options]
  npm run -s charter -- plan FILE.csv [options]

FILE.csv has the columns that a captain fills in: ${bookingHeaders.columns.join(', ')}.
It may leave out ${bookingHeaders.optional.join(', ')}.
Cells are read as Google Sheets in the US reads what is typed: 2027-05-30 or 5/30/2027, 09:00 or 9:00 AM, 18%.

plan sends nothing and changes nothing, with --at neither: it works on a copy of the workbook there.

  --json              print one JSON document
  --crew FILE         the Crew tab, instead of examples/crew.csv
  --locations FILE    the Locations tab, instead of examples/locations.csv
  --settings FILE     settings that differ from examples/settings.csv
  --now MOMENT        set the clock of the whole local system: 2027-05-01T12:00:00-07:00
  --at URL            publish or plan in the system that npm start runs: the address of its workbench. A booking that
                      is there already gets this file's cells (a plan puts them into its copy). Its clock, crew,
                      locations and settings stay as they are, but for what the options above give
  --help              show this

Exit code: 0 all are published, or can be, 1 some are not (the others are), 2 a file or an option is wrong,
128 and the signal's number when a signal ends it.`;

/** What is done with the bookings of a file. */
interface Command<Report> {
  here(system: LocalSystem, bookings: Table): Promise<Report>;
  at(
    address: string,
    tables: GivenTables,
    now: number | undefined,
  ): Promise<{ report: Report; messages?: string[] }>;
  readable(report: Report, style: TerminalStyle): string[];
  isGood(report: Report): boolean;
}

const publish: Command<PublishReport> = {
  here: (system, bookings) => system.publish(bookings),
  at: publishAt,
  readable: readableReport,
  isGood: ({ bookings }) => bookings.every(isSettled),
};

const plan: Command<PlanReport> = {
  here: (system, bookings) => system.plan({ bookings }),
  at: planAt,
  readable: readablePlan,
  isGood: ({ bookings }) => bookings.every(isPlanned),
};

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['json', 'help'],
    values: ['crew', 'locations', 'settings', 'now', 'at'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  const [command, file, ...others] = positionals;
  if (command !== 'publish' && command !== 'plan') {
    throw new UsageError(
      `${command === undefined ? 'What is to be done?' : `There is no command “${command}”.`} Write: charter publish FILE.csv, or charter plan FILE.csv`,
    );
  }
  if (file === undefined) throw new UsageError(`Which bookings? Write: charter ${command} FILE.csv`);
  if (others.length > 0) throw new UsageError(`One file at a time: leave out ${others.join(' ')}.`);

  const { at, now: moment, ...files } = values;
  const request: Request = {
    at,
    now: moment === undefined ? undefined : readMoment('--now', moment),
    files: { ...files, bookings: file },
    isForScripts: flags.has('json'),
  };
  return command === 'publish' ? carryOut(publish, request) : carryOut(plan, request);
}

interface Request {
  at: string | undefined;
  now: number | undefined;
  files: Files;
  isForScripts: boolean;
}

async function carryOut<Report>(
  command: Command<Report>,
  { at, now, files, isForScripts }: Request,
): Promise<number> {
  // A whole system takes a while to load, and what is refused or done elsewhere needs none.
  const { report, messages = [] } =
    at === undefined
      ? await (await import('./own-system.ts')).inOwnSystem(files, now, command.here)
      : await command.at(at, await tablesGiven(files), now);
  for (const message of messages) console.error(message);
  if (isForScripts) console.log(JSON.stringify(report));
  else for (const line of command.readable(report, terminalStyle(process.stdout))) console.log(line);
  return command.isGood(report) ? SUCCESS : FAILURE;
}

/** Only what was named: the rest stands in the running system. */
async function tablesGiven(files: Files): Promise<GivenTables> {
  const [bookings, crew, locations, settings] = await Promise.all([
    readTable(files.bookings, bookingHeaders),
    files.crew === undefined ? undefined : readTable(files.crew, crewHeaders),
    files.locations === undefined ? undefined : readTable(files.locations, locationHeaders),
    files.settings === undefined ? undefined : readTable(files.settings, settingHeaders),
  ]);
  assertAny(bookings);
  return { bookings, crew, locations, settings };
}

await runProgram('charter', main);
