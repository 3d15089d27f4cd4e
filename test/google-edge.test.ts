import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { nobody, type ProjectOptions } from '../local/apps-script/index.ts';
import type { WireRequest, WireResponse } from '../local/wire.ts';
import { buildTabs, CAPTAIN, type TabsProject } from './support/tabs-project.ts';

let built: Awaited<ReturnType<typeof buildTabs>>;
let tabs: TabsProject;
const sent: WireRequest[] = [];
const toasts: string[] = [];
const alerts: string[] = [];
const around: Partial<ProjectOptions> = {
  exchange: async (request): Promise<WireResponse> => {
    sent.push(request);
    if (request.url.includes('silent')) throw new Error('connection reset');
    return {
      status: request.url.includes('redirect') ? 302 : 503,
      headers: { 'retry-after': '2', location: 'https://elsewhere.example/', 'set-cookie': ['a=1', 'b=2'] },
      body: new TextEncoder().encode('Zoë'),
    };
  },
  ui: {
    ...nobody,
    toast: ({ message }) => void toasts.push(message),
    alert: async ({ message, buttons }) => {
      alerts.push(message);
      return buttons === 'OK' ? 'OK' : 'YES';
    },
  },
};
beforeAll(async () => {
  built = await buildTabs();
});
afterAll(() => built.remove());
beforeEach(async () => {
  for (const list of [sent, toasts, alerts]) list.length = 0;
  tabs = await built.open('charters', around);
});
afterEach(() => tabs.close());

describe('fetchAll', () => {
  const request = (changes: object = {}) => ({
    method: 'GET',
    url: 'https://api.example/x',
    headers: {},
    ...changes,
  });

  test('sends method, headers, type and body as given', async () => {
    await tabs.run('fetchThese', [
      [
        request({
          method: 'PATCH',
          url: 'https://api.example/g/a%20b?x=%2B',
          headers: { 'X-Service-Key': 'key' },
          contentType: 'application/json',
          body: '{"name":"Zoë"}',
        }),
        request(),
      ],
    ]);
    const [patch, get] = sent;
    expect(patch).toMatchObject({
      method: 'PATCH',
      url: 'https://api.example/g/a%20b?x=%2B',
      timeoutMilliseconds: 30_000,
    });
    const headers = Object.fromEntries(
      Object.entries(patch?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
    );
    expect(headers).toMatchObject({ 'x-service-key': 'key', 'content-type': 'application/json' });
    expect(new TextDecoder().decode(patch?.body ?? undefined)).toBe('{"name":"Zoë"}');
    expect(get).toMatchObject({ method: 'GET', body: null });
  });

  test('failures and redirects are answers, with header names in lower case and repeated ones joined', async () => {
    const [failed, redirected] = await tabs.run<
      { status: number; headers: Record<string, string>; body: string }[]
    >('fetchThese', [[request(), request({ url: 'https://api.example/redirect' })]]);
    expect(failed).toMatchObject({
      status: 503,
      body: 'Zoë',
      headers: { 'retry-after': '2', 'set-cookie': 'a=1, b=2' },
    });
    expect(redirected?.status).toBe(302);
    expect(sent).toHaveLength(2);
  });

  test('one silence is an error for the whole round', async () => {
    expect(
      await tabs.run('fetchThese', [[request(), request({ url: 'https://api.example/silent' })]]),
    ).toMatchObject({
      thrown: 'NoAnswer',
    });
  });

  test('no requests make no call', async () => {
    const execution = await tabs.execute('fetchThese', [[]]);
    expect(execution.result).toEqual([]);
    expect(execution.counts.rounds).toBe(0);
  });
});

describe('the triggers', () => {
  const installed = () => tabs.project.save().triggers;

  test('all three are installed once, however often Set up runs', async () => {
    const nothingNew = { installed: [], removed: 0, actor: CAPTAIN, before: '' };
    expect(await tabs.run('install', [false])).toEqual({
      ...nothingNew,
      installed: ['edit', 'change', 'timer'],
    });
    expect(await tabs.run('install', [false])).toEqual(nothingNew);
    expect(installed().map(({ functionName }) => functionName)).toEqual([
      'onEditTrigger',
      'onChangeTrigger',
      'onTimer',
    ]);
  });

  test('one that stands twice is removed', async () => {
    await tabs.run('install', [false]);
    await tabs.run('installAgainByHand');
    expect(installed()).toHaveLength(4);
    expect(await tabs.run('install', [false])).toMatchObject({ installed: [], removed: 1 });
    expect(installed()).toHaveLength(3);
  });

  test("somebody else's are left alone unless they are to be taken over", async () => {
    await tabs.run('install', [false]);
    const operator = { user: 'operator@queenofsandiego.com' };
    expect(await tabs.run('install', [false], operator)).toMatchObject({ installed: [], actor: CAPTAIN });
    expect(installed()).toHaveLength(3);
    expect(await tabs.run('install', [true], operator)).toMatchObject({
      actor: operator.user,
      before: CAPTAIN,
    });
    expect(installed().filter(({ owner }) => owner === operator.user)).toHaveLength(3);
    expect(await tabs.run('install', [false])).toMatchObject({ actor: operator.user });
  });
});

describe('an entry point', () => {
  test('that fails says why in plain words, and logs where', async () => {
    const execution = await tabs.execute('failWith', ['SheetError', 'The tab "Crew" is missing.']);
    expect(execution).toMatchObject({ status: 'completed', unhandledRejections: [] });
    expect(toasts).toEqual(['The tab "Crew" is missing.']);
    const [entry] = execution.logs;
    expect(entry?.level).toBe('error');
    expect(JSON.parse(entry?.text ?? '')).toMatchObject({
      entryPoint: 'failWith',
      error: 'SheetError',
      message: 'The tab "Crew" is missing.',
      at: expect.arrayContaining([expect.stringMatching(/^at /)]),
    });
  });

  test("keeps the engine's and Google's words, and a remote's, which may quote a guest, out of the log", async () => {
    const names = ['Error', 'SyntaxError', 'TypeError', 'Exception', 'NoCredentials', 'RemoteError'];
    for (const name of names) {
      const execution = await tabs.execute('failWith', [name, 'Unexpected token in\nat Ann Guest']);
      expect(execution.logs).toHaveLength(1);
      expect(execution.logs[0]?.text).toContain(`"error":"${name}"`);
      expect(execution.logs[0]?.text).not.toContain('Ann Guest');
      expect(toasts.at(-1)).toContain('Unexpected token');
    }
  });
});

describe('the user interface', () => {
  test('asks and tells where somebody is there', async () => {
    expect(await tabs.run('askSomething')).toBe(true);
    await tabs.run('alertSomething');
    expect(alerts).toEqual(['Go on?', 'Something.']);
  });

  test('answers nothing and fails nowhere when a timer runs', async () => {
    const timer = { context: 'timer' as const };
    expect(await tabs.run('askSomething', [], timer)).toBe(false);
    expect((await tabs.execute('alertSomething', [], timer)).status).toBe('completed');
    expect((await tabs.execute('failWith', ['SheetError', 'gone'], timer)).status).toBe('completed');
    expect(alerts).toEqual([]);
  });
});

describe('the rest of the platform', () => {
  describe('the lock', () => {
    const really: Partial<ProjectOptions> = {
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    };
    /** Runs `second` while `first` sleeps. */
    async function meanwhile(first: string, second: string) {
      const project = await built.open('charters', { ...around, ...really });
      await project.run('setUp');
      let asleep = () => {};
      const isAsleep = new Promise<void>((resolve) => {
        asleep = resolve;
      });
      const running = project.execute(first, [1000], {
        onBridgeCall: ({ method }) => {
          if (method === 'sleep') asleep();
          return 'continue';
        },
      });
      await isAsleep;
      const held = project.workbook.sheetNamed('Log')?.cell(2, 1)?.value;
      const answer = await project.execute(second, [0]);
      const ended = await running;
      await project.close();
      return { first: ended, second: answer, held };
    }

    test('is held by one execution at a time; the other is told and does nothing', async () => {
      const { first, second } = await meanwhile('holdLock', 'holdLock');
      expect(first.result).toBe('worked');
      expect(second.error).toMatchObject({
        name: 'LockTimeout',
        message: expect.stringContaining('another run'),
      });
    });

    test('is let go when the work is over, and when it failed', async () => {
      const { first, second } = await meanwhile('failInLockThenRest', 'holdLock');
      expect(first.result).toBe('broke');
      expect(second.result).toBe('worked');
    });

    test('is let go only once what was written is there for the next', async () => {
      const { held } = await meanwhile('holdLockThenRest', 'holdLock');
      expect(held).toBe('held');
    });
  });

  test('properties keep what was there before, and go one by one', async () => {
    expect(await tabs.run('keepValues')).toEqual({ a: '1', c: '3' });
  });

  test('the cache keeps under each key, however long, for each user', async () => {
    const long = `secrets ${'arn:aws:'.repeat(64)}`;
    for (const key of ['key', `${long}1`]) {
      expect(await tabs.run('keepInCache', [key])).toBe('value');
      expect(await tabs.run('findInCache', [key])).toBe('value');
      expect(await tabs.run('findInCache', [key], { user: 'operator@queenofsandiego.com' })).toBeNull();
    }
    expect(await tabs.run('findInCache', [`${long}2`])).toBeNull();
  });

  test('the user is named where Google tells, and nobody is where it does not', async () => {
    expect(await tabs.run('whoAmI')).toBe(CAPTAIN);
    expect((await tabs.execute('whoAmI', [], { context: 'simple' })).status).toBe('completed');
  });

  test("the zone is the spreadsheet's; a time that daylight saving skips moves on", async () => {
    expect(await tabs.run('zoneRoundTrip', ['2027-05-30T09:00'])).toBe('2027-05-30T09:00');
    expect(await tabs.run('zoneRoundTrip', ['2027-03-14T02:30'])).toBe('2027-03-14T03:30');
  });
});
