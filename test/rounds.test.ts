import { describe, expect, it } from 'vitest';
import { OutOfTime, RemoteError } from '../src/clients/remote-error.ts';
import type { Call, FetchAll, HttpRequest, HttpResponse } from '../src/clients/request.ts';
import { type CallRecord, Rounds } from '../src/clients/rounds.ts';
import { ManualClock } from './support/manual-clock.ts';

type Answer = Partial<HttpResponse> | 'silence';

/** A network that answers each URL from its script, one answer an attempt, the last one for ever. */
function network(script: Record<string, Answer[]>, options: { latestStart?: number; random?: number } = {}) {
  const clock = new ManualClock();
  const rounds: string[][] = [];
  const records: CallRecord[] = [];
  const events: string[] = [];
  const fetchAll: FetchAll = (requests) => {
    const urls = requests.map(({ url }) => url);
    rounds.push(urls);
    events.push('round');
    const answers = urls.map((url) => {
      const left = script[url] ?? [{ status: 200 }];
      return (left.length > 1 ? left.shift() : left[0]) ?? { status: 200 };
    });
    if (answers.includes('silence')) throw new Error('Address unavailable');
    return answers.map((answer) => ({ status: 200, headers: {}, body: '', ...(answer as object) }));
  };
  const sender = new Rounds({
    fetchAll,
    clock,
    random: () => options.random ?? 0.5,
    latestStart: options.latestStart ?? Number.POSITIVE_INFINITY,
    beforeRound: () => events.push('before'),
    record: (record) => records.push(record),
    redact: (text) => text.replace(/Dana/g, '…'),
  });
  const send = (url: string, call: Partial<Call> = {}) =>
    sender.send(get(url), { service: 'S3', operation: 'PutObject', repeatable: true, ...call });
  return { send, rounds, records, events, clock };
}

function get(url: string): HttpRequest {
  return { method: 'GET', url, headers: {} };
}

const A = 'https://a.example/1';
const B = 'https://b.example/1';

describe('rounds', () => {
  it('sends together what does not wait for each other, however deep the promises go', async () => {
    const { send, rounds } = network({});
    const slow = async () => {
      for (let turn = 0; turn < 30; turn += 1) await undefined;
      return send(B);
    };
    await Promise.all([send(A).then(() => send('https://a.example/2')), slow()]);
    expect(rounds).toEqual([[A, B], ['https://a.example/2']]);
  });

  it('writes ahead before anything of the round leaves', async () => {
    const { send, events } = network({});
    await Promise.all([
      send(A, { leaving: () => events.push('a leaves') }),
      send(B, { leaving: () => events.push('b leaves') }),
    ]);
    expect(events).toEqual(['a leaves', 'b leaves', 'before', 'round']);
  });

  it('keeps mails in rounds of their own, after everything else that is due', async () => {
    const { send, rounds } = network({});
    await Promise.all([send(A, { alone: true }), send(B), send('https://c.example/', { alone: true })]);
    expect(rounds).toEqual([[B], [A, 'https://c.example/']]);
  });

  it('sends four times at the most, with exponential pauses and full jitter', async () => {
    const { send, rounds, clock } = network({ [A]: [{ status: 503 }] });
    await expect(send(A)).rejects.toMatchObject({ status: 503, outcome: 'unknown' });
    expect(rounds).toHaveLength(4);
    expect(clock.slept).toEqual([250, 500, 1000]);
  });

  it('waits as long as Retry-After says, in seconds or as a date', async () => {
    const { send, clock } = network({
      [A]: [
        { status: 429, headers: { 'retry-after': '7' } },
        { status: 429, headers: { 'retry-after': 'Sat, 01 May 2027 19:00:20 GMT' } },
        { status: 200 },
      ],
    });
    await send(A);
    expect(clock.slept).toEqual([7000, 13_000]);
  });

  it('repeats after 429 what it would never repeat after a 500', async () => {
    const { send, rounds } = network({ [A]: [{ status: 429 }, { status: 201 }], [B]: [{ status: 500 }] });
    await expect(send(A, { repeatable: false })).resolves.toMatchObject({ status: 201 });
    await expect(send(B, { repeatable: false })).rejects.toMatchObject({ outcome: 'unknown' });
    expect(rounds).toEqual([[A], [A], [B]]);
  });

  it('takes a 4xx for proof that nothing happened, unless an earlier attempt is in doubt', async () => {
    const { send } = network({ [A]: [{ status: 403 }], [B]: [{ status: 502 }, { status: 403 }] });
    await expect(send(A)).rejects.toMatchObject({ outcome: 'refused' });
    await expect(send(B)).rejects.toMatchObject({ outcome: 'unknown' });
  });

  it('takes a redirect for no success: a refusal where its body has a code, else it proves nothing', async () => {
    const body = '<Error><Code>PermanentRedirect</Code><Message>Use another endpoint.</Message></Error>';
    const { send, rounds } = network({ [A]: [{ status: 301, body }], [B]: [{ status: 302 }] });
    await expect(send(A)).rejects.toMatchObject({ code: 'PermanentRedirect', outcome: 'refused' });
    await expect(send(B)).rejects.toMatchObject({ status: 302, outcome: 'unknown' });
    expect(rounds).toEqual([[A], [B]]);
  });

  it('knows of no write in a round that got no answer, and isolates the host that gives none', async () => {
    const { send, rounds } = network({ [A]: ['silence'] });
    const [broken, repeated, once] = await Promise.allSettled([
      send(A),
      send(B),
      send('https://c.example/', { repeatable: false }),
    ]);
    expect(broken).toMatchObject({ reason: { outcome: 'unknown', status: null } });
    expect(repeated.status).toBe('fulfilled');
    expect(once).toMatchObject({ reason: { outcome: 'unknown' } });
    expect(rounds.slice(1).every((urls) => urls.length === 1)).toBe(true);
  });

  it('starts no round when the time is up, and says whether the request may have arrived', async () => {
    const late = network({}, { latestStart: 0 });
    await expect(late.send(A)).rejects.toBeInstanceOf(OutOfTime);
    expect(late.rounds).toEqual([]);
    const start = new ManualClock().now();
    const doubtful = network({ [A]: [{ status: 500 }], [B]: [{ status: 429 }] }, { latestStart: start + 10 });
    await expect(doubtful.send(A)).rejects.toMatchObject({ mayHaveArrived: true });
    await expect(doubtful.send(B)).rejects.toMatchObject({ mayHaveArrived: false });
  });

  it('looks again no earlier than asked, while others go ahead', async () => {
    const { send, rounds, clock } = network({});
    await Promise.all([send(A, { notBefore: clock.now() + 1000 }), send(B)]);
    expect(rounds).toEqual([[B], [A]]);
    expect(clock.slept).toEqual([1000]);
  });

  it('says what failed in the words of the remote, redacted, and logs every attempt', async () => {
    const body = '<Error><Code>AccessDenied</Code><Message>Dana may not</Message></Error>';
    const { send, records } = network({ [A]: [{ status: 403, body }] });
    const error = await send(A, { bookingId: 'XHQGMDH' }).catch((reason: unknown) => reason as RemoteError);
    expect(error).toBeInstanceOf(RemoteError);
    expect((error as RemoteError).message).toBe('S3 PutObject: 403 AccessDenied … may not');
    expect(records).toMatchObject([{ service: 'S3', bookingId: 'XHQGMDH', status: 403, attempt: 1 }]);
  });

  it('treats statuses that the call expects as answers', async () => {
    const { send } = network({ [A]: [{ status: 404 }] });
    await expect(send(A, { expects: [404] })).resolves.toMatchObject({ status: 404 });
  });
});
