import openInBrowser from 'open';
import type { LocalCloud } from '../cloud/local-cloud.ts';
import { Messages } from '../messages.ts';
import { projectRoot } from '../project-root.ts';
import { isSettled } from '../publish-report.ts';
import { loggedCalls } from '../remote-calls.ts';
import { LocalSystem } from '../system.ts';
import { readTables } from '../tables/example-tables.ts';
import { UsageError } from '../usage-error.ts';
import { workbenchApp } from '../workbench/app.ts';
import { Windows } from '../workbench/live/windows.ts';
import { WorkbenchServer } from '../workbench/server.ts';
import { type Endpoints, EndpointsFile } from './endpoints-file.ts';
import { interruption } from './interruption.ts';
import { readMoment } from './moment.ts';
import { moneyLines } from './money.ts';
import { readOptions } from './options.ts';
import { FAILURE, runProgram, SUCCESS } from './program.ts';
import { callLines, greeting, linkLines } from './start-report.ts';
import { terminalStyle } from './terminal-style.ts';

const help = `Runs Charter Desk on this laptop: the workbook of examples/, one booking published, and every surface to look at.

  npm start -- [options]

  --port N       the workbench answers on port N, AWS on N+1, the guest site on N+2, the crew system on N+3
                 (8787 without this; 0 takes free ones)
  --now MOMENT   set the clock of the whole local system: 2027-05-01T12:00:00-07:00
  --state DIR    while it runs, keep DIR/endpoints.json: where each surface answers, and the administrator's credentials
  --no-browser   don't open the workbench in a browser
  --once         end after the report instead of serving until Ctrl-C
  --help         show this

Exit code: 0 all is well, 1 the booking could not be published, 2 an option is wrong or a port is in use.`;

/** The booking that the examples are about. */
const BOOKING_ID = 'XHQGMDH';
const DEFAULT_PORT = 8787;

async function main(): Promise<number> {
  const { flags, values, positionals } = readOptions(process.argv.slice(2), {
    flags: ['once', 'no-browser', 'help'],
    values: ['port', 'state', 'now'],
  });
  if (flags.has('help')) {
    console.log(help);
    return SUCCESS;
  }
  if (positionals.length > 0) throw new UsageError(`“${positionals[0]}” is no option. See --help.`);
  const port = readPort(values.port);
  const now = values.now === undefined ? undefined : readMoment('--now', values.now);
  const interrupted = interruption();
  const endpointsFile = values.state === undefined ? undefined : await EndpointsFile.in(values.state);

  const server = await WorkbenchServer.open(port);
  const portAfter = (distance: number) => (port === 0 ? 0 : port + distance);
  const ports = { aws: portAfter(1), guestSite: portAfter(2), crewApi: portAfter(3) };
  const root = projectRoot();
  try {
    const messages = new Messages();
    const windows = new Windows(messages);
    const system = await LocalSystem.start({ root, now, ports, messages, ui: windows });
    try {
      server.serve(workbenchApp({ system, windows, root }));
      const isPublished = await publishExamples(system, root, server.url);
      await endpointsFile?.write(endpointsOf(server.url, system.cloud));
      if (!flags.has('once')) {
        system.serve();
        console.log('\nCtrl-C ends it.');
        if (process.stdout.isTTY && !flags.has('no-browser')) await openBrowser(server.url);
        await interrupted;
      }
      return isPublished ? SUCCESS : FAILURE;
    } finally {
      await endpointsFile?.remove();
      await system.stop();
    }
  } finally {
    await server.close();
  }
}

/** Says all that happens. Whether the booking was published. */
async function publishExamples(system: LocalSystem, root: string, workbench: string): Promise<boolean> {
  const style = terminalStyle(process.stdout);
  const say = (lines: readonly string[]) => console.log(lines.join('\n'));
  say(greeting(system, style));
  system.messages.take();
  const tables = await readTables(root, {});
  system.pasteReferences(tables);
  const idColumn = tables.bookings.columns.indexOf('Booking ID');
  const rows = system.paste('bookings', tables.bookings);
  const row = rows[tables.bookings.rows.findIndex(({ cells }) => cells[idColumn] === BOOKING_ID)];
  if (row === undefined) throw new Error(`examples/bookings.csv has no booking ${BOOKING_ID}.`);
  say([`${rows.length} bookings stand in the workbook. Charter → Publish booking on ${BOOKING_ID}:`, '']);

  const { counts } = await system.publishRows([row]);
  say(callLines(loggedCalls(system.workbook), counts, style));
  const [booking] = await system.describe([BOOKING_ID]);
  if (!booking) throw new Error(`The workbook has lost ${BOOKING_ID}.`);
  say(['', ...system.messages.take(), ...booking.problems.map(({ message }) => style.red(message))]);
  if (booking.revenue) say(['', style.bold('Money'), ...moneyLines(booking.revenue)]);
  say(['', ...linkLines({ system, workbench, guestPageUrl: booking.guestPageUrl, style })]);
  return isSettled(booking);
}

function endpointsOf(workbench: string, cloud: LocalCloud): Endpoints {
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  return {
    workbench,
    aws: cloud.endpoints.aws,
    guestSite: cloud.endpoints.guestSite,
    outbox: `${workbench}/outbox`,
    calendar: `${workbench}/calendar`,
    crewApi: cloud.endpoints.crewApi,
    credentials: { accessKeyId, secretAccessKey },
    region: cloud.region,
  };
}

/** Where there is no browser to open, the address that was printed is enough. */
async function openBrowser(url: string): Promise<void> {
  const browser = await openInBrowser(url).catch(() => undefined);
  browser?.once('error', () => {});
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port === 0 || (port >= 1024 && port <= 65_532)) return port;
  throw new UsageError(
    `--port “${text}” is no port to use. Write a number from 1024 to 65532, or 0 for free ones.`,
  );
}

await runProgram('start', main);
