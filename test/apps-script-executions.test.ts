import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { BridgeCall, RunningExecution } from '../local/apps-script/index.ts';
import { Clock } from '../local/clock.ts';
import { captain, projectOf, resultOf } from './support/apps-script-project.ts';

const menu = { user: captain, context: 'menu' } as const;
const ok = { status: 200, headers: {}, body: new Uint8Array() };

/** A request that reaches the network and stays there until it is released. */
function heldExchange() {
  let arrived: () => void = () => {};
  let release: () => void = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const exchange = async () => {
    arrived();
    await held;
    return ok;
  };
  return { exchange, arrival, release };
}

describe('locks', () => {
  const code = `
    function hold() { LockService.getDocumentLock().waitLock(1); UrlFetchApp.fetch('https://a.example/'); return LockService.getDocumentLock().hasLock(); }
    function tryNow() { const lock = LockService.getDocumentLock(); return [lock.tryLock(0), lock.hasLock(), LockService.getScriptLock().tryLock(0)]; }
    function waitFor() { LockService.getDocumentLock().waitLock(1000); return 'mine'; }
    function hasNone() { return LockService.getDocumentLock(); }`;

  test('are held by one execution at a time, and freed by its end', async () => {
    const { exchange, arrival, release } = heldExchange();
    const project = await projectOf(code, { exchange });
    const holder = project.run('hold', menu);
    await arrival;
    expect(resultOf(await project.run('tryNow', menu))).toEqual([false, false, true]);
    expect((await project.run('waitFor', menu)).error?.message).toBe(
      'Lock timeout: another process was holding the lock for too long.',
    );
    release();
    expect(resultOf(await holder)).toBe(true);
    expect(resultOf(await project.run('tryNow', menu))).toEqual([true, true, true]);
  });

  test('pass to the one who waits when the holder ends', async () => {
    const { exchange, arrival, release } = heldExchange();
    // The wait never times out by itself.
    const project = await projectOf(code, { exchange, sleep: () => new Promise(() => {}) });
    const holder = project.run('hold', menu);
    await arrival;
    let waiting = () => {};
    const asked = new Promise<void>((resolve) => {
      waiting = resolve;
    });
    const waiter = project.run('waitFor', {
      ...menu,
      onBridgeCall: ({ method }) => {
        if (method === 'tryLock') waiting();
        return 'continue';
      },
    });
    await asked;
    release();
    expect(resultOf(await holder)).toBe(true);
    expect(resultOf(await waiter)).toBe('mine');
  });

  test('of a killed execution are free', async () => {
    const { exchange, arrival } = heldExchange();
    const project = await projectOf(code, { exchange });
    const holder = project.start('hold', menu);
    await arrival;
    expect(resultOf(await project.run('tryNow', menu))).toEqual([false, false, true]);
    holder.kill();
    expect((await holder.finished).status).toBe('killed');
    expect(resultOf(await project.run('tryNow', menu))).toEqual([true, true, true]);
  });

  test('of the document are null in a web app', async () => {
    const project = await projectOf(code);
    expect(resultOf(await project.run('hasNone', { user: captain, context: 'webapp' }))).toBeNull();
  });
});

describe('the end of an execution', () => {
  /** A script that loops for ever from its only call on. */
  async function busy(clock = new Clock()) {
    let looping = () => {};
    const reached = new Promise<void>((resolve) => {
      looping = resolve;
    });
    const code = "function main() { console.log('busy'); Utilities.sleep(1); for (;;); }";
    const project = await projectOf(code, { clock, sleep: async () => looping() });
    const running = project.start('main', menu);
    await reached;
    return { project, running };
  }

  test('can come in a busy loop', async () => {
    const { project, running } = await busy();
    expect(project.running()).toEqual([running]);
    running.kill();
    expect(await running.finished).toMatchObject({
      status: 'killed',
      result: null,
      logs: [{ text: 'busy' }],
    });
    expect(project.running()).toEqual([]);
  });

  test('comes after six minutes, by the clock, in a busy loop too', async () => {
    const clock = new Clock();
    const { project, running } = await busy(clock);
    clock.advance(5 * 60_000);
    // Long enough for the time limit to be looked at more than once.
    await wait(500);
    expect(project.running()).toEqual([running]);
    clock.advance(60_000);
    expect((await running.finished).status).toBe('killed');
  });

  test('comes at a call once the time is over', async () => {
    const project = await projectOf(
      "function main() { Utilities.sleep(200000); Utilities.sleep(200000); PropertiesService.getScriptProperties().setProperty('late', '1'); }",
    );
    expect((await project.run('main', menu)).status).toBe('killed');
    expect(project.properties.store('script', captain).all()).toEqual({});
  });

  test('comes after 30 seconds for a simple trigger', async () => {
    const project = await projectOf('function main() { Utilities.sleep(31000); Utilities.sleep(1); }');
    expect((await project.run('main', { ...menu, context: 'simple' })).status).toBe('killed');
    expect((await project.run('main', menu)).status).toBe('completed');
  });

  test.each([
    ['kill-before', {}],
    ['kill-after', { step: '2' }],
  ] as const)('can be set at a call: %s its effect', async (verdict, left) => {
    const seen: BridgeCall[] = [];
    const project = await projectOf(
      "function main() { const p = PropertiesService.getScriptProperties(); p.deleteAllProperties(); p.setProperty('step', '2'); p.setProperty('step', '3'); }",
    );
    const execution = await project.run('main', {
      ...menu,
      onBridgeCall: (call) => {
        seen.push(call);
        return call.index === 1 ? verdict : 'continue';
      },
    });
    expect(execution.status).toBe('killed');
    expect(project.properties.store('script', captain).all()).toEqual(left);
    expect(
      seen.map(({ index, service, method, arguments: given }) => [index, service, method, given]),
    ).toEqual([
      [0, 'PropertiesService', 'deleteAll', ['script']],
      [1, 'PropertiesService', 'set', ['script', { step: '2' }, false]],
    ]);
  });
});

test('executions run at the same time', async () => {
  let inFlight = 0;
  let most = 0;
  const both: (() => void)[] = [];
  const project = await projectOf("function main() { UrlFetchApp.fetch('https://a.example/'); }", {
    exchange: async () => {
      most = Math.max(most, ++inFlight);
      await new Promise<void>((resolve) => {
        both.push(resolve);
        if (both.length === 2) for (const release of both) release();
      });
      inFlight--;
      return ok;
    },
  });
  await Promise.all([project.run('main', menu), project.run('main', menu)]);
  expect(most).toBe(2);
});

test('one user has 30 executions at once', async () => {
  const project = await projectOf("function main() { UrlFetchApp.fetch('https://a.example/'); }", {
    exchange: () => new Promise(() => {}),
  });
  const running: RunningExecution[] = Array.from({ length: 30 }, () => project.start('main', menu));
  expect((await project.run('main', menu)).error?.message).toMatch(/too many scripts running simultaneously/);
  const other = project.start('main', { ...menu, user: 'other@example.com' });
  expect(project.running()).toContain(other);
  await project.close();
  expect(await Promise.all(running.map(async ({ finished }) => (await finished).status))).toEqual(
    running.map(() => 'killed'),
  );
});

test('latency is added to each call', async () => {
  const slept: number[] = [];
  const project = await projectOf(
    'function main() { PropertiesService.getScriptProperties().getProperties(); SpreadsheetApp.flush(); }',
    {
      sleep: async (milliseconds) => void slept.push(milliseconds),
      latency: ({ service }) => (service === 'SpreadsheetApp' ? 300 : 20),
    },
  );
  expect((await project.run('main', menu)).status).toBe('completed');
  expect(slept).toEqual([20, 300]);
});
