import { describe, expect, it } from 'vitest';
import type { Cell } from '../src/booking/cells.ts';
import { SETTINGS } from '../src/booking/setting-definitions.ts';
import { ABOUT_SETTINGS } from '../src/booking/setting-words.ts';
import { readBookingSettings, readSettings } from '../src/booking/settings.ts';

const required: [string, Cell][] = [
  ['Summary to', 'captain@queenofsandiego.com'],
  ['Summary from', 'charters@queenofsandiego.com'],
  ['Calendar URL', 'https://calendar.example/prod/'],
  ['Crew URL', 'https://abc.execute-api.us-west-2.amazonaws.com/prod'],
];

function read(...changes: [string, Cell][]) {
  return readSettings(new Map([...required, ...changes]));
}

describe('settings', () => {
  it('have defaults for all that is no one address of the operator', () => {
    expect(read()).toStrictEqual({
      ok: true,
      value: {
        boat: 'JADA',
        bring: [],
        leaveAtHome: [],
        safety: [],
        weatherPolicy: '',
        cancellationPolicy: '',
        marketplaceTerms: [],
        uploadBucket: '',
        crewExtraMinutes: 120,
        boardingMinutesBefore: 15,
        uploadOpensMinutesBefore: 60,
        uploadClosesMinutesAfter: 10_080,
        contact: '',
        summaryTo: 'captain@queenofsandiego.com',
        summaryFrom: 'charters@queenofsandiego.com',
        liveWaitSeconds: 30,
        region: 'us-west-2',
        roleArn: '',
        secretId: '',
        guestBucket: 'queenofsandiego.com',
        guestPageKey: 'g/{slug}.html',
        guestPageUrl: 'https://queenofsandiego.com/g/{slug}',
        distributionId: '',
        legacyBucket: '',
        calendarUrl: 'https://calendar.example/prod',
        calendarHonoursIdempotencyKeys: true,
        crewUrl: 'https://abc.execute-api.us-west-2.amazonaws.com/prod',
        crewHonoursIdempotencyKeys: true,
        crewKeySentAsHash: false,
        crewFunction: '',
        eventsTable: 'scc-events',
      },
    });
  });

  it('name every problem of an empty tab by the setting, and still give what a row needs', () => {
    const result = readSettings(new Map());
    const columns = result.ok ? [] : result.error.map(({ column }) => column);
    expect(columns).toStrictEqual(['Summary to', 'Summary from', 'Calendar URL', 'Crew URL']);
    expect(readBookingSettings(new Map())).toStrictEqual({
      ok: true,
      value: {
        boat: 'JADA',
        crewExtraMinutes: 120,
        guestPageUrl: 'https://queenofsandiego.com/g/{slug}',
      },
    });
  });

  it('take their default when blank, a switch too', () => {
    const result = read(
      ['Guest page key', '  '],
      ['Crew honours idempotency keys', ''],
      ['Live wait seconds', ''],
    );
    expect(result.ok && result.value).toMatchObject({
      guestPageKey: 'g/{slug}.html',
      crewHonoursIdempotencyKeys: true,
      liveWaitSeconds: 30,
    });
  });

  it.each(['Contact', 'Role ARN', 'Secret id', 'Distribution id', 'Legacy bucket'])(
    '%s may be left empty, and is so then',
    (name) => {
      const [key] = Object.entries(SETTINGS).find(([, setting]) => setting.name === name) ?? [''];
      for (const blank of ['', ' ']) {
        const result = read([name, blank]);
        expect(result.ok ? result.value : result.error).toHaveProperty(key, '');
      }
    },
  );

  it.each<[string, Cell, string, unknown]>([
    ['Secret id', 'charter-desk/production', 'secretId', 'charter-desk/production'],
    ['Crew extra hours', '1.5', 'crewExtraMinutes', 90],
    ['Crew extra hours', 0, 'crewExtraMinutes', 0],
    ['Live wait seconds', 0, 'liveWaitSeconds', 0],
    ['Calendar honours idempotency keys', false, 'calendarHonoursIdempotencyKeys', false],
    ['Crew key sent as hash', 'yes', 'crewKeySentAsHash', true],
    ['Guest page key', '{slug}.html', 'guestPageKey', '{slug}.html'],
    ['Guest page URL', 'https://x.example/{slug}.html', 'guestPageUrl', 'https://x.example/{slug}.html'],
    ['Guest page URL', 'https://x.example/a%20b/{slug}', 'guestPageUrl', 'https://x.example/a%20b/{slug}'],
    ['Crew URL', 'https://crew.example//', 'crewUrl', 'https://crew.example'],
    [
      'Role ARN',
      'arn:aws:iam::123456789012:role/team/desk',
      'roleArn',
      'arn:aws:iam::123456789012:role/team/desk',
    ],
    ['Legacy bucket', 'sailjada.com', 'legacyBucket', 'sailjada.com'],
    ['Upload bucket', 'queenofsandiego-photos', 'uploadBucket', 'queenofsandiego-photos'],
    ['What to bring', ' A towel; fins ;; ', 'bring', ['A towel', 'fins']],
    ['Safety briefing', 'Mind the step\nHold on', 'safety', ['Mind the step', 'Hold on']],
    [
      'Marketplace terms',
      'Boatsetter: https://a.example/terms; Get My Boat https://b.example',
      'marketplaceTerms',
      [
        { source: 'Boatsetter', url: 'https://a.example/terms' },
        { source: 'Get My Boat', url: 'https://b.example' },
      ],
    ],
  ])('%s %o is read', (name, cell, key, value) => {
    const result = read([name, cell]);
    expect(result.ok ? result.value : result.error).toHaveProperty(key, value);
  });

  it.each<[string, Cell]>([
    ['Crew URL', 'http://crew.example/prod'],
    ['Crew URL', 'https://user:pass@crew.example/prod'],
    ['Crew URL', 'https://crew.example/prod?x=1'],
    ['Crew URL', 'https://localhost'],
    ['Calendar URL', 'calendar.example'],
    ['Calendar URL', 'https://cal endar.example'],
    ['Guest page URL', 'http://x.example/{slug}'],
    ['Guest page URL', 'https://x.example/g/'],
    ['Guest page URL', 'https://{slug}.example/'],
    ['Guest page URL', 'https://x.example/{slug}/{slug}'],
    ['Guest page URL', 'https://x.example/?page={slug}'],
    ['Guest page URL', 'https://x.example/*/{slug}'],
    ['Guest page URL', 'https://x.example/{slug} page'],
    ['Guest page key', '/g/{slug}.html'],
    ['Guest page key', 'g/../{slug}.html'],
    ['Guest page key', 'g//{slug}.html'],
    ['Guest page key', '*/{slug}.html'],
    ['Guest page key', 'g/page.html'],
    ['Guest bucket', 'Not A Bucket'],
    ['Guest bucket', 'a..b'],
    ['Upload bucket', 'photos.queenofsandiego.com'],
    ['What to bring', 'x'.repeat(401)],
    ['Marketplace terms', 'Boatsetter'],
    ['Marketplace terms', 'Boatsetter http://a.example'],
    ['Marketplace terms', 'Boatsetter javascript:alert(1)'],
    ['Summary to', 'captain at home'],
    ['Summary to', 'a@b.example, c@d.example'],
    ['Live wait seconds', 121],
    ['Live wait seconds', -1],
    ['Boarding minutes before', 1.5],
    ['Crew extra hours', 'two'],
    ['Crew key sent as hash', 'perhaps'],
    ['Region', 'Oregon'],
    ['Role ARN', 'charter-desk'],
    ['Distribution id', 'my pages'],
    ['Events table', 'a b'],
    ['Boat', new Date()],
    ['Secret id', '#REF!'],
  ])('%s %o is a problem of that name', (name, cell) => {
    const result = read([name, cell]);
    expect(result.ok ? [] : result.error).toStrictEqual([
      { column: name, message: expect.stringMatching(new RegExp(`^${name} is .+\\. [A-Z].+\\.$`)) },
    ]);
  });

  it('have names and words of their own, and defaults that are valid or asked for', () => {
    const definitions = Object.values(SETTINGS);
    expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
    expect(Object.keys(ABOUT_SETTINGS)).toEqual(Object.keys(SETTINGS));
    for (const about of Object.values(ABOUT_SETTINGS)) expect(about).toMatch(/^[A-Z].+\.$/);
    for (const { name, initial, read: readCell } of definitions) {
      if (!required.some(([needed]) => needed === name))
        expect(readCell(initial), name).toHaveProperty('ok', true);
    }
  });
});
