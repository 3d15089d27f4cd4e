import type { CallCounts } from '../apps-script/index.ts';
import { crewLinks } from '../crew-links.ts';
import type { RemoteCall } from '../remote-calls.ts';
import type { LocalSystem } from '../system.ts';
import { alignColumns } from './columns.ts';
import type { TerminalStyle } from './terminal-style.ts';

export function greeting({ clock, workbook }: LocalSystem, style: TerminalStyle): string[] {
  const timeZone = workbook.timeZone();
  const moment = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'full', timeStyle: 'short' });
  return [
    `${style.bold('Charter Desk on this laptop')}. It is ${moment.format(clock.now())} in ${timeZone}.`,
  ];
}

/** A line for each remote call, and how many there were. */
export function callLines(calls: readonly RemoteCall[], counts: CallCounts, style: TerminalStyle): string[] {
  const [header = '', ...lines] = alignColumns(
    [
      ['OPERATION', 'SERVICE', 'STATUS', 'MS'],
      ...calls.map(({ operation, service, status, milliseconds }) => [
        operation,
        service,
        status || 'none',
        milliseconds,
      ]),
    ],
    [2, 3],
  );
  return [
    style.dim(header),
    ...lines.map((line, index) => (isGood(calls[index]) ? line : style.red(line))),
    style.dim(
      `${counts.urlFetch} requests in ${counts.rounds} rounds; ${counts.spreadsheet} reads and writes of the workbook.`,
    ),
  ];
}

/** A first look at a page that isn't live yet is met by 403, and at an object that isn't there by 404. */
function isGood(call: RemoteCall | undefined): boolean {
  return call !== undefined && call.status !== '' && Number(call.status) < 500;
}

export interface Surfaces {
  system: LocalSystem;
  workbench: string;
  guestPageUrl: string | null;
  style: TerminalStyle;
}

/** Where to look, in a browser and with AWS's own command line. */
export function linkLines({ system, workbench, guestPageUrl, style }: Surfaces): string[] {
  const { cloud } = system;
  const links = [
    ['workbench', workbench],
    ...(guestPageUrl ? [['guest page', cloud.forBrowser(guestPageUrl)]] : []),
    ...crewLinks(cloud)
      .slice(0, 1)
      .map(({ to, url }) => [`crew page of ${to}`, url]),
    ['outbox, with everyone’s mails', `${workbench}/outbox`],
    ['calendar', `${workbench}/calendar`],
    ['AWS', cloud.endpoints.aws],
  ];
  const { accessKeyId, secretAccessKey } = cloud.credentials;
  return [
    style.bold('Open in a browser'),
    ...alignColumns(links),
    '',
    style.bold('Ask AWS, as its administrator'),
    `AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey} AWS_DEFAULT_REGION=${cloud.region} \\`,
    `  aws --endpoint-url ${cloud.endpoints.aws} s3 ls`,
  ];
}
