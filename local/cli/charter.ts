import { projectRoot } from '../project-root.ts';
import { isSettled, type PublishReport } from '../publish-report.ts';
import { LocalSystem } from '../system.ts';
import { readTable } from '../tables/csv-table.ts';
import { readTables, type Tables } from '../tables/example-tables.ts';
import { FileProblem } from '../tables/file-problem.ts';
import { bookingHeaders, crewHeaders, locationHeaders, settingHeaders } from '../tables/headers.ts';
import { readableReport } from './charter-report.ts';
import { Interrupted, interruption } from './interruption.ts';
import { readMoment } from './moment.ts';
import { readOptions } from './options.ts';
import { FAILURE, runProgram, SUCCESS } from './program.ts';
import { publishAt } from './running-system.ts';
import { terminalStyle } from './terminal-style.ts';
import { UsageError } from './usage-error.ts';

const help = `Publishes the bookings of a CSV file to every system, on this laptop.

  npm run -s charter -- publish FILE.csv [options]

FILE.csv has the columns that a captain fills in: ${bookingHeaders.columns.join(', ')}.
It may leave out ${bookingHeaders.optional.join(', ')}.
Cells are read as Google Sheets in the US reads what is typed: 2027-05-30 or 5/30/2027, 09:00 or 9:00 AM, 18%.

  --json              print one JSON document
  --crew FILE         the Crew tab, instead of examples/crew.csv
  --locations FILE    the Locations tab, instead of examples/locations.csv
  --settings FILE     settings that differ from examples/settings.csv
  --now MOMENT        set the clock of the whole local system: 2027-05-01T12:00:00-07:00
  --at URL            publish in the system that npm start runs: the address of its workbench. A booking that is
                      there already gets this file's cells. Its clock, crew, locations and settings stay as they
                      are, but for what the options above give
  --help              show this

Exit code: 0 all are published, 1 some are not (the others are), 2 a file or an option is wrong,
128 and the signal's number when a signal ends it.`;

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
  if (command !== 'publish') {
    throw new UsageError(
      `${command === undefined ? 'What is to be done?' : `There is no command “${command}”.`} Write: charter publish FILE.csv`,
    );
  }
  if (file === undefined) throw new UsageError('Which bookings? Write: charter publish FILE.csv');
  if (others.length > 0) throw new UsageError(`One file at a time: leave out ${others.join(' ')}.`);

  const { at, now: moment, ...files } = values;
  const now = moment === undefined ? undefined : readMoment('--now', moment);
  const given = { ...files, bookings: file };
  const { report, messages } =
    at === undefined ? await publishHere(given, now) : await publishAt(at, await tablesGiven(given), now);
  for (const message of messages) console.error(message);
  if (flags.has('json')) console.log(JSON.stringify(report));
  else for (const line of readableReport(report, terminalStyle(process.stdout))) console.log(line);
  return report.bookings.every(isSettled) ? SUCCESS : FAILURE;
}

type Files = { bookings: string } & Partial<Record<keyof Tables, string>>;

/** In a system of its own, which ends with this call. Throws Interrupted. */
async function publishHere(
  files: Files,
  now: number | undefined,
): Promise<{ report: PublishReport; messages: string[] }> {
  const root = projectRoot();
  const { settings, ...others } = files;
  const { bookings, ...tables } = await readTables(root, others);
  const changedSettings = settings === undefined ? undefined : await readTable(settings, settingHeaders);
  assertAny(bookings.rows, files.bookings);
  const interrupted = interruption();
  const system = await LocalSystem.start({ root, now, ports: { aws: 0, guestSite: 0, crewApi: 0 } });
  try {
    system.messages.take();
    system.paste('settings', tables.settings);
    if (changedSettings) system.paste('settings', changedSettings);
    system.paste('crew', tables.crew);
    system.paste('locations', tables.locations);
    const interrupting = interrupted.then((signal) => Promise.reject(new Interrupted(signal)));
    const report = await Promise.race([interrupting, system.publish(bookings)]);
    return { report, messages: system.messages.take() };
  } finally {
    await system.stop();
  }
}

/** Only what was named: the rest stands in the running system. */
async function tablesGiven(files: Files): Promise<Pick<Tables, 'bookings'> & Partial<Tables>> {
  const [bookings, crew, locations, settings] = await Promise.all([
    readTable(files.bookings, bookingHeaders),
    files.crew === undefined ? undefined : readTable(files.crew, crewHeaders),
    files.locations === undefined ? undefined : readTable(files.locations, locationHeaders),
    files.settings === undefined ? undefined : readTable(files.settings, settingHeaders),
  ]);
  assertAny(bookings.rows, files.bookings);
  return { bookings, ...(crew && { crew }), ...(locations && { locations }), ...(settings && { settings }) };
}

function assertAny(rows: readonly unknown[], file: string): void {
  if (rows.length === 0)
    throw new FileProblem([`${file} has no bookings: add a line for each below the first.`]);
}

await runProgram('charter', main);
