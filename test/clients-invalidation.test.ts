import { beforeAll, describe, expect, it } from 'vitest';
import type { Aws } from '../src/clients/aws.ts';
import type { CloudFront, Invalidation, InvalidationBatch } from '../src/clients/cloudfront.ts';
import type { GuestSite } from '../src/clients/guest-site.ts';
import type { HttpRequest, HttpResponse } from '../src/clients/request.ts';
import type { Rounds, RoundsOptions } from '../src/clients/rounds.ts';
import type { S3 } from '../src/clients/s3.ts';
import { inBareContext } from './clients-bare-context.ts';
import { attemptFor } from './clients-remote.ts';

/** As in Apps Script, where all that signing waits for is microtasks. */
interface Clients {
  Aws: typeof Aws;
  CloudFront: typeof CloudFront;
  GuestSite: typeof GuestSite;
  InvalidationBatch: typeof InvalidationBatch;
  Rounds: typeof Rounds;
  S3: typeof S3;
}

let clients: Clients;

beforeAll(async () => {
  const { exports } = await inBareContext<Clients>(`
    export { Aws } from '../src/clients/aws.ts';
    export { CloudFront, InvalidationBatch } from '../src/clients/cloudfront.ts';
    export { GuestSite } from '../src/clients/guest-site.ts';
    export { Rounds } from '../src/clients/rounds.ts';
    export { S3 } from '../src/clients/s3.ts';
  `);
  clients = exports;
});

/** Asks for invalidations as bookings do, and keeps what reaches CloudFront. */
function batch(fail?: Error) {
  const sent: Invalidation[] = [];
  const cloudFront = {
    createInvalidation: async (invalidation: Invalidation) => {
      sent.push(invalidation);
      if (fail) throw fail;
      return 'I1';
    },
  };
  return { sent, invalidations: new clients.InvalidationBatch(cloudFront, async () => 'E1') };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await undefined;
}

describe('invalidations', () => {
  it('asked for in the same round are one', async () => {
    const { sent, invalidations } = batch();
    await Promise.all([
      invalidations.invalidate(['/g/b', '/g/b.html'], 'B/guest-page/2'),
      turns(15).then(() => invalidations.invalidate(['/g/a', '/g/b'], 'A/guest-page/1')),
      turns(30).then(() => invalidations.invalidate(['/g/c'], 'C/guest-page/1')),
    ]);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ distributionId: 'E1', paths: ['/g/a', '/g/b', '/g/b.html', '/g/c'] });
  });

  it('asked for later are another', async () => {
    const { sent, invalidations } = batch();
    await invalidations.invalidate(['/g/a'], 'A/guest-page/1');
    await invalidations.invalidate(['/g/a'], 'A/guest-page/2');
    expect(sent.map(({ paths }) => paths)).toEqual([['/g/a'], ['/g/a']]);
  });

  it('have the same reference only for the same bookings, revisions and paths, in any order', async () => {
    const referenceOf = async (...asked: [path: string, reference: string][]) => {
      const { sent, invalidations } = batch();
      await Promise.all(asked.map(([path, reference]) => invalidations.invalidate([path], reference)));
      return sent[0]?.callerReference;
    };
    const both = await referenceOf(['/g/a', 'A/1'], ['/g/b', 'B/1']);
    expect(both).toMatch(/^charter-desk-[0-9a-f]{40}$/);
    expect(await referenceOf(['/g/b', 'B/1'], ['/g/a', 'A/1'])).toBe(both);
    const others = [
      await referenceOf(['/g/a', 'A/1']),
      await referenceOf(['/g/a', 'A/2'], ['/g/b', 'B/1']),
      await referenceOf(['/g/a', 'A/1'], ['/c/b', 'B/1']),
    ];
    expect(new Set([both, ...others]).size).toBe(4);
  });

  it('fail for all who are in them, and not for the next', async () => {
    const failure = new Error('refused');
    const { sent, invalidations } = batch(failure);
    const outcomes = await Promise.allSettled([
      invalidations.invalidate(['/g/a'], 'A/1'),
      invalidations.invalidate(['/g/b'], 'B/1'),
    ]);
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && outcome.reason)).toEqual([
      failure,
      failure,
    ]);
    await expect(invalidations.invalidate(['/g/c'], 'C/1')).rejects.toBe(failure);
    expect(sent.map(({ paths }) => paths)).toEqual([['/g/a', '/g/b'], ['/g/c']]);
  });
});

describe('in a bare context', () => {
  it('25 pages are stored in one round, and invalidated by one request that leaves with the looks at them', async () => {
    const rounds: HttpRequest[][] = [];
    const options: RoundsOptions = {
      fetchAll: (requests) => {
        rounds.push([...requests]);
        return requests.map(answer);
      },
      clock: { now: () => 0, sleep: () => undefined },
      random: () => 0,
      latestStart: 1000,
      beforeRound: () => undefined,
      record: () => undefined,
      redact: (text) => text,
    };
    const sender = new clients.Rounds(options);
    const keys = { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' };
    const source = { current: async () => keys, renew: async () => keys };
    const aws = new clients.Aws(sender, source, 'us-west-2', () => Date.parse('2027-05-01T19:00:00Z'));
    const s3 = new clients.S3(aws);
    const site = new clients.GuestSite(sender);
    const invalidations = new clients.InvalidationBatch(new clients.CloudFront(aws), async () => 'E1');

    const seen = await Promise.all(
      Array.from({ length: 25 }, async (_, index) => {
        const page = {
          bucket: 'b',
          key: `g/${index}.html`,
          body: '<p>',
          contentType: 'text/html',
          metadata: {},
        };
        await s3.putObject(page, attemptFor(`B${index}`));
        // What a booking does between the answer and the next request differs: it may have a journal to write.
        await turns(index % 10);
        const [sight] = await Promise.all([
          site.look(`https://x/g/${index}`, { bookingId: `B${index}` }),
          invalidations.invalidate([`/g/${index}`], `B${index}/guest-page/1`),
        ]);
        return sight;
      }),
    );

    expect(seen).toEqual(Array.from({ length: 25 }, () => ({ fingerprint: 'f00' })));
    expect(rounds.map((requests) => requests.map(({ method }) => method).sort())).toEqual([
      Array.from({ length: 25 }, () => 'PUT'),
      [...Array.from({ length: 25 }, () => 'GET'), 'POST'],
    ]);
    const invalidation = rounds[1]?.find(({ method }) => method === 'POST');
    expect(invalidation?.body).toContain('<Quantity>25</Quantity>');
  });

  function answer({ method }: HttpRequest): HttpResponse {
    const bodies: Partial<Record<HttpRequest['method'], string>> = {
      GET: '<meta name="charter-desk" content="f00">',
      POST: '<Invalidation><Id>I1</Id></Invalidation>',
    };
    return { status: 200, headers: {}, body: bodies[method] ?? '' };
  }
});
