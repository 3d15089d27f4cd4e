import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deployment } from '../local/deployment.ts';
import { type BookingCells, Desk } from './support/desk.ts';

/** Every figure and word of this charter is its own, so that each shows wherever it leaks. */
const charter = {
  Guest: 'Marguerite Quillfeather',
  Hours: '3',
  Gross: '7913.57',
  Crew: 'ann, bea',
  Captain: 'cyd',
  'Crew hours': '5.25',
  Location: 'Sentinel Wharf',
  'Guest notes': 'Allergic to guestnoteword.',
  'Crew notes': 'Mind the crewnoteword.',
  'Private notes': 'Never tell the privatenoteword.',
} satisfies Partial<BookingCells>;

const crew = [
  {
    'Crew ID': 'ann',
    Name: 'Annika Vossberg',
    Role: 'deckhand',
    Email: 'ann@vossberg.example',
    'Hourly rate': '31.17',
  },
  {
    'Crew ID': 'bea',
    Name: 'Beatrix Thornquist',
    Role: 'steward',
    Email: 'bea@thornquist.example',
    'Hourly rate': '42.23',
  },
  {
    'Crew ID': 'cyd',
    Name: 'Cydney Marlowe',
    Role: 'captain',
    Email: 'cyd@marlowe.example',
    'Hourly rate': '67.43',
  },
].map((member) => ({ ...member, Phone: '619-555-0199', Active: 'TRUE' }));

/** What must be looked for, in the order of the table below. */
const secrets = {
  gross: ['7913.57'],
  // 7913.57 × 17.37 %, 67.43 × 3 h, both crew members together, and what is left.
  'port fee': ['1374.59', '17.37'],
  'captain cost': ['202.29', '67.43'],
  'crew cost': ['385.35'],
  net: ['5951.34'],
  // 31.17 × 5.25 h and 42.23 × 5.25 h.
  'pay of ann': ['31.17', '163.64'],
  'pay of bea': ['42.23', '221.71'],
  'crew hours': ['5.25'],
  'first name of ann': ['Annika'],
  'surname of ann': ['Vossberg'],
  'surname of bea': ['Thornquist'],
  'surname of cyd': ['Marlowe'],
  'guest’s first name': ['Marguerite'],
  'guest’s surname': ['Quillfeather'],
  'guest notes': ['guestnoteword'],
  'crew notes': ['crewnoteword'],
  'private notes': ['privatenoteword'],
};
type Secret = keyof typeof secrets;

/**
 * Who may see what: `shows` it, must `never` show it, or `may` (it is allowed to its readers, and whether they need
 * it there is another question). One column a surface, in the order of its head.
 */
type Rule = 'shows' | 'never' | 'may';
const N: Rule = 'never';
const Y: Rule = 'shows';
const m: Rule = 'may';
const surfaces = [
  'guest page',
  'cancelled page',
  'stored crew event',
  'answers of the crew system',
  'crew page of ann',
  'crew page of bea',
  'crew page of cyd',
  'mails to ann',
  'mails to bea',
  'mails to cyd',
  'calendar entry',
  'kanban and board',
  'summary as HTML',
  'summary as text',
  'log',
] as const;
type Surface = (typeof surfaces)[number];
// biome-ignore format: a table
const table: Record<Secret, Rule[]> = {
  //                      page gone  stored answers  pages: a, b, c  mails: a, b, c  calendar  kanban  summary: html, text  log
  gross:                  [N,  N,    N,     N,              N, N, N,        N, N, N,        N,        Y,               Y,    Y,   N],
  'port fee':             [N,  N,    N,     N,              N, N, N,        N, N, N,        N,        Y,               Y,    Y,   N],
  'captain cost':         [N,  N,    N,     N,              N, N, N,        N, N, N,        N,        Y,               Y,    Y,   N],
  'crew cost':            [N,  N,    N,     N,              N, N, N,        N, N, N,        N,        Y,               Y,    Y,   N],
  net:                    [N,  N,    N,     N,              N, N, N,        N, N, N,        N,        Y,               Y,    Y,   N],
  'pay of ann':           [N,  N,    Y,     N,              Y, N, N,        Y, N, N,        N,        m,               Y,    Y,   N],
  'pay of bea':           [N,  N,    Y,     N,              N, Y, N,        N, Y, N,        N,        m,               Y,    Y,   N],
  'crew hours':           [N,  N,    Y,     N,              Y, Y, N,        Y, Y, N,        N,        m,               m,    m,   N],
  'first name of ann':    [Y,  N,    Y,     Y,              Y, Y, Y,        Y, m, m,        m,        m,               Y,    Y,   N],
  'surname of ann':       [N,  N,    Y,     Y,              Y, Y, Y,        m, m, m,        m,        m,               Y,    Y,   N],
  'surname of bea':       [N,  N,    Y,     Y,              Y, Y, Y,        m, m, m,        m,        m,               Y,    Y,   N],
  'surname of cyd':       [N,  N,    Y,     Y,              Y, Y, Y,        m, m, m,        m,        m,               Y,    Y,   N],
  'guest’s first name':   [Y,  Y,    Y,     Y,              Y, Y, Y,        m, m, m,        Y,        m,               Y,    Y,   N],
  'guest’s surname':      [N,  N,    Y,     Y,              Y, Y, Y,        m, m, m,        Y,        m,               Y,    Y,   N],
  'guest notes':          [Y,  N,    Y,     Y,              Y, Y, Y,        m, m, m,        Y,        m,               Y,    Y,   N],
  'crew notes':           [N,  N,    Y,     Y,              Y, Y, Y,        m, m, m,        Y,        m,               Y,    Y,   N],
  'private notes':        [N,  N,    N,     N,              N, N, N,        N, N, N,        N,        m,               Y,    Y,   N],
};

const cellsWith = (rule: Rule) =>
  (Object.keys(table) as Secret[]).flatMap((secret) =>
    surfaces
      .filter((_, column) => table[secret][column] === rule)
      .map((surface) => [surface, secret] as const),
  );

let desk: Desk;
const read = {} as Record<Surface, string>;

beforeAll(async () => {
  desk = await Desk.open();
  desk.paste('crew', ...crew);
  desk.paste('locations', { Location: 'Sentinel Wharf', 'Fee %': '17.37%' });
  desk.add({ 'Booking ID': 'SHOWN', ...charter }, { 'Booking ID': 'GONE', ...charter });
  const logs: string[] = [];
  const listen = ({ status, logs: lines, error }: Awaited<ReturnType<Desk['run']>>) => {
    expect({ status, error }).toEqual({ status: 'completed', error: null });
    logs.push(...lines.map(({ text }) => text));
  };
  listen(await desk.publish(['SHOWN', 'GONE']));
  // A change and a cancellation have mails, pages and change logs of their own.
  desk.change('SHOWN', { Start: '10:00 AM' });
  desk.change('GONE', { Status: 'Cancelled' });
  listen(await desk.publish(['SHOWN', 'GONE']));
  // A service that says no repeats what it was sent.
  desk.system.cloud.faults.inject({
    service: 'jada-calendar',
    operation: 'PATCH /calendar/{id}',
    kind: 'status',
    status: 422,
    when: 'before',
    body: JSON.stringify({
      error: {
        code: 'invalid_request',
        message: `guest_name ${charter.Guest}, crew Annika Vossberg, Thornquist and cyd@marlowe.example, notes too long`,
      },
    }),
  });
  desk.change('SHOWN', { Start: '11:00 AM' });
  listen(await desk.publish('SHOWN'));
  const refused = desk.row('SHOWN');
  expect(refused).toMatchObject({
    State: 'Needs attention',
    Problem: expect.stringContaining('422 invalid_request'),
  });
  listen(await desk.publish('SHOWN'));
  expect(desk.row('SHOWN')).toMatchObject({ State: 'Published', Problem: '' });

  const { outside } = desk;
  const { crewEventId } = await desk.describe('SHOWN');
  const mailsTo = (crewId: string) => {
    const address = crew.find((member) => member['Crew ID'] === crewId)?.Email ?? '';
    const mails = outside.mailsTo(address);
    expect(mails.length).toBeGreaterThanOrEqual(4);
    return mails;
  };
  const textOf = (mails: ReturnType<typeof mailsTo>) =>
    mails
      .map(({ subject, html, text, headers }) => [subject, html, text, JSON.stringify(headers)].join('\n'))
      .join('\n');
  const pageOf = async (crewId: string) => {
    const link = mailsTo(crewId)
      .flatMap(({ links }) => links)
      .findLast((one) => one.includes('/crew/confirm?token='));
    const { pathname, search } = new URL(link ?? '');
    const { status, text } = await outside.visit(pathname + search);
    expect(status).toBe(200);
    return text;
  };
  const storedPage = async (slug: string) => {
    const [page, legacy] = [
      await outside.object(`g/${slug}.html`),
      await outside.object(`g/${slug}.html`, deployment.legacy.bucket),
    ];
    return [page?.text, legacy?.text, JSON.stringify([page?.Metadata, legacy?.Metadata])].join('\n');
  };
  read['guest page'] = [(await outside.visit('/g/shown')).text, await storedPage('shown')].join('\n');
  read['cancelled page'] = [(await outside.visit('/g/gone')).text, await storedPage('gone')].join('\n');
  read['stored crew event'] = JSON.stringify(await outside.storedEvent(crewEventId ?? ''));
  const questions = ['?booking_id=SHOWN', `/${crewEventId}`, '?updated_since=2027-05-01T00:00:00Z'];
  const answers = await Promise.all(questions.map((one) => outside.askCrewSystem(`/events${one}`)));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  read['answers of the crew system'] = answers.map(({ text }) => text).join('\n');
  for (const crewId of ['ann', 'bea', 'cyd'] as const) {
    read[`crew page of ${crewId}`] = await pageOf(crewId);
    read[`mails to ${crewId}`] = textOf(mailsTo(crewId));
  }
  read['calendar entry'] = JSON.stringify(await outside.calendarEntries('SHOWN'));
  read['kanban and board'] = JSON.stringify([desk.rows('Kanban'), desk.board()]);
  const summaries = outside.mailsTo(desk.system.captain);
  const kinds = summaries.map(({ subject }) => subject.split(':')[0]).sort();
  expect(kinds).toEqual(['Cancelled', 'Changed', 'Changed', 'Published', 'Published']);
  read['summary as HTML'] = summaries.map(({ html }) => html).join('\n');
  read['summary as text'] = summaries.map(({ text }) => text).join('\n');
  const functions = [...desk.system.cloud.functions.values()].flatMap(({ output }) => output);
  expect(logs.length).toBeGreaterThan(10);
  expect(functions.join('')).toContain('"event":"mail"');
  read.log = [JSON.stringify(desk.rows('Log')), ...logs, ...functions, refused.Problem].join('\n');
});
afterAll(() => desk.close());

/** As its readers see it: entities resolved, thousands without commas. */
function plain(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/(\d),(?=\d{3}(?!\d))/g, '$1');
}

function finds(surface: Surface, sought: string): boolean {
  const text = plain(read[surface]);
  if (!/^\d/.test(sought)) return text.toLowerCase().includes(sought.toLowerCase());
  // A figure may also be written in cents.
  const cents = sought.replace('.', '');
  return new RegExp(`(?<![\\w.])(?:${sought.replace('.', '\\.')}|${cents})(?!\\w)`).test(text);
}

describe('who may see what', () => {
  it.each(cellsWith('shows'))('%s shows %s', (surface, secret) => {
    expect(secrets[secret].filter((sought) => finds(surface, sought))).not.toEqual([]);
  });

  it.each(cellsWith('never'))('%s never shows %s', (surface, secret) => {
    expect(secrets[secret].filter((sought) => finds(surface, sought))).toEqual([]);
  });

  it('covers every surface for every secret', () => {
    for (const rules of Object.values(table)) expect(rules).toHaveLength(surfaces.length);
    for (const surface of surfaces) expect(read[surface].length).toBeGreaterThan(100);
  });

  it('keeps keys, tokens and addresses out of every log and error', async () => {
    const { dashboardToken, serviceKey } = await desk.outside.secrets();
    const addresses = [...crew.map(({ Email }) => Email), desk.system.captain];
    for (const secret of [dashboardToken, serviceKey, ...addresses]) expect(read.log).not.toContain(secret);
    expect(read.log).not.toMatch(/AKIA|ASIA|eyJ[\w-]+\./);
    // Ids are what a log names people by.
    expect(read.log).toContain('SHOWN');
  });

  it('sends money to nobody but “Summary to”', () => {
    for (const { to, cc, bcc, html, text } of desk.system.cloud.outbox.mails) {
      if (!plain(`${html}${text}`).includes('7913.57')) continue;
      expect([...to, ...cc, ...bcc]).toEqual([desk.system.captain]);
    }
  });
});
