import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createS3Client } from '../services/shared/aws-clients.ts';
import { mediaTypeOf } from '../services/ship-captain-crew/media-types.ts';
import { UploadBucket } from '../services/ship-captain-crew/upload-bucket.ts';
import { BUCKET, CrewWorld } from './services-crew-world.ts';

const MINUTE = 60_000;
const opens = Date.parse('2027-05-30T08:00:00-07:00');
const closes = Date.parse('2027-06-06T12:00:00-07:00');
const during = Date.parse('2027-05-30T10:00:00-07:00');

let world: CrewWorld;

beforeEach(async () => {
  world = await CrewWorld.start();
  await world.createEvent();
  setClock(during);
  return async () => {
    vi.restoreAllMocks();
    await world.stop();
  };
});

/** AWS's own code dates what it signs by `Date.now`. */
function setClock(at: number): void {
  world.now = at;
  vi.spyOn(Date, 'now').mockReturnValue(at);
}

interface Grant {
  url: string;
  fields: Record<string, string>;
  key: string;
  expires_at: string;
}

const jpeg = { booking_id: 'XHQGMDH', content_type: 'image/jpeg', size: 3_000_000 };
const ask = (changes: object = {}) => world.postJson('/g/presign', { ...jpeg, ...changes });

async function grant(changes: object = {}): Promise<Grant> {
  const answer = await ask(changes);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Grant;
}

async function refusal(answer: Response | Promise<Response>) {
  const response = await answer;
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  return { status: response.status, retryAfter: response.headers.get('Retry-After'), ...error };
}

const policyOf = ({ fields }: Grant) =>
  JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString()) as {
    expiration: string;
    conditions: unknown[];
  };

describe('a grant', () => {
  it('lets one file of this type and at most its kind’s size be posted to the bucket for a quarter of an hour', async () => {
    const photo = await grant();
    expect(photo.url).toBe(`${world.awsUrl}/${BUCKET}`);
    expect(photo.key).toMatch(/^photos\/XHQGMDH\/20270530170000000-id\d+\.jpg$/);
    expect(photo.expires_at).toBe('2027-05-30T17:15:00.000Z');
    expect(photo.fields).toMatchObject({ key: photo.key, 'Content-Type': 'image/jpeg' });
    expect(policyOf(photo).expiration).toBe('2027-05-30T17:15:00Z');
    expect(policyOf(photo).conditions).toEqual(
      expect.arrayContaining([
        ['content-length-range', 1, 25_000_000],
        { 'Content-Type': 'image/jpeg' },
        { bucket: BUCKET },
        { key: photo.key },
      ]),
    );
    const video = await grant({ content_type: 'video/quicktime', size: 250_000_000 });
    expect(video.key).toMatch(/\.mov$/);
    expect(policyOf(video).conditions).toContainEqual(['content-length-range', 1, 250_000_000]);
  });

  it('ends with the upload window', async () => {
    setClock(closes - 4 * MINUTE - 500);
    const late = await grant();
    expect(late.expires_at).toBe(new Date(closes).toISOString());
    expect(policyOf(late).expiration).toBe('2027-06-06T19:00:00Z');
  });

  it('takes the booking in any case, and its key as the event has it', async () => {
    expect((await grant({ booking_id: 'xhqgmdh' })).key).toMatch(/^photos\/XHQGMDH\//);
    const answer = await world.postJson('/g/xHqGmDh/photo', { content_type: 'image/heic', size: 1 });
    expect(((await answer.json()) as Grant).key).toMatch(/^photos\/XHQGMDH\/.*\.heic$/);
  });

  it('never has the key of another one', async () => {
    const grants = await Promise.all(Array.from({ length: 10 }, () => grant()));
    expect(new Set(grants.map(({ key }) => key)).size).toBe(10);
  });

  it('leads to the bucket’s own host, which pages name in their policies, when nothing else is configured', async () => {
    for (const [name, value] of Object.entries({
      AWS_REGION: 'us-west-2',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: 'session',
      AWS_ENDPOINT_URL: undefined,
    })) {
      vi.stubEnv(name, value);
    }
    const bucket = new UploadBucket(
      createS3Client(),
      BUCKET,
      () => during,
      () => 'random',
    );
    const type = mediaTypeOf('image/png');
    if (!type) throw new Error('PNG can’t be uploaded');
    const { url, fields } = await bucket.grant({ bookingId: 'X', type, closesAt: closes, returnTo: null });
    vi.unstubAllEnvs();
    expect(url).toBe(`https://${BUCKET}.s3.us-west-2.amazonaws.com/`);
    expect(fields['X-Amz-Security-Token']).toBe('session');
    expect(await bucket.origin()).toBe(`https://${BUCKET}.s3.us-west-2.amazonaws.com`);
  });
});

describe('no grant', () => {
  it('before the window or after it, and the answer says when it is', async () => {
    setClock(opens - 1);
    expect(await refusal(ask())).toMatchObject({
      status: 403,
      code: 'upload_early',
      opens_at: '2027-05-30T15:00:00.000Z',
      closes_at: '2027-06-06T19:00:00.000Z',
      message: 'Uploads open Sunday, May 30, 8:00 AM PDT and close Sunday, June 6, 12:00 PM PDT.',
    });
    setClock(opens);
    await grant();
    setClock(closes - 1);
    await grant();
    setClock(closes);
    expect(await refusal(ask())).toMatchObject({ status: 403, code: 'upload_closed' });
  });

  it('outside the event’s own window, whatever the default would be', async () => {
    await world.createEvent({
      booking_id: 'OWN',
      upload_opens_at: '2027-05-30T12:00:00-07:00',
      upload_closes_at: '2027-05-30T13:00:00-07:00',
    });
    const own = { booking_id: 'OWN' };
    expect(await refusal(ask(own))).toMatchObject({ code: 'upload_early' });
    setClock(Date.parse('2027-05-30T12:30:00-07:00'));
    expect((await grant(own)).expires_at).toBe('2027-05-30T19:45:00.000Z');
    setClock(Date.parse('2027-05-30T13:00:00-07:00'));
    expect(await refusal(ask(own))).toMatchObject({ code: 'upload_closed' });
  });

  it('for a booking that nobody knows, or that was cancelled', async () => {
    const unknown = { status: 404, code: 'charter_not_found' };
    expect(await refusal(ask({ booking_id: 'OTHER' }))).toMatchObject(unknown);
    const id = await world.createEvent({ booking_id: 'GONE' });
    await grant({ booking_id: 'GONE' });
    await world.call('DELETE', `/events/${id}`);
    expect(await refusal(ask({ booking_id: 'GONE' }))).toMatchObject(unknown);
    expect(await refusal(world.visit('/g/GONE/photo'))).toMatchObject(unknown);
    expect(await refusal(world.visit('/g/%F0%9F%90%99/photo'))).toMatchObject(unknown);
  });

  it('for another kind of file, one too large, or a body that says nothing', async () => {
    expect(await refusal(ask({ content_type: 'image/svg+xml' }))).toMatchObject({
      status: 415,
      code: 'unsupported_type',
      message: expect.stringContaining('image/heic'),
    });
    expect(await refusal(ask({ size: 25_000_001 }))).toMatchObject({
      status: 413,
      code: 'too_large',
      limit: 25_000_000,
      message: 'A photo may have at most 25 MB. Send a smaller one.',
    });
    expect(await refusal(ask({ size: 0 }))).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(await refusal(world.visit('/g/presign', { method: 'POST', body: 'x' }))).toMatchObject({
      status: 400,
      code: 'body_not_json',
    });
  });

  it('without a bucket, and the answer says what to do', async () => {
    delete world.variables.UPLOAD_BUCKET;
    world.restart();
    expect(await refusal(ask())).toMatchObject({
      status: 503,
      code: 'uploads_off',
      message: expect.stringMatching(/Set it to the name of the bucket/),
    });
  });
});

/** As if so many uploads had been granted at these moments. */
const afterGrants = (...moments: [count: number, at: number][]) => {
  const recent = moments.flatMap(([count, at]) => Array<number>(count).fill(at));
  return store({ granted: recent.length, recent });
};
const store = (counter: object) =>
  world.database.documents.send(
    new PutCommand({ TableName: 'scc-uploads', Item: { booking_id: 'xhqgmdh', ...counter } }),
  );

describe('the rate', () => {
  it('is 120 in any ten minutes; then the answer says how long the oldest of them still counts', async () => {
    await afterGrants([50, during], [69, during + 6 * MINUTE]);
    setClock(during + 6 * MINUTE);
    await grant();
    setClock(during + 7 * MINUTE);
    expect(await refusal(ask())).toMatchObject({
      status: 429,
      code: 'too_many_uploads',
      retryAfter: '180',
      message: expect.stringContaining('Try again in 3 minutes.'),
    });
    setClock(during + 10 * MINUTE - 1);
    expect(await refusal(ask())).toMatchObject({ status: 429, retryAfter: '1' });
    setClock(during + 10 * MINUTE);
    for (let count = 0; count < 50; count++) await grant();
    expect(await refusal(ask())).toMatchObject({ status: 429, retryAfter: '360' });
  });

  it('holds for guests who ask at the same moment, and one booking does not use up another’s', async () => {
    await afterGrants([112, during]);
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask()));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(8);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(4);
    await world.createEvent({ booking_id: 'XHQ' });
    await grant({ booking_id: 'XHQ' });
  });

  it('is 1,000 in all, kept until a day after the window', async () => {
    await store({ granted: 999, recent: [] });
    await grant();
    expect(await refusal(ask())).toMatchObject({ status: 403, code: 'uploads_used_up', retryAfter: null });
    expect(await world.dump('scc-uploads')).toEqual([
      { booking_id: 'xhqgmdh', granted: 1_000, recent: [during], expires_at: closes / 1000 + 86_400 },
    ]);
  });

  it('is not used up by what is refused', async () => {
    await afterGrants([119, during]);
    for (let count = 0; count < 3; count++) await ask({ content_type: 'text/html' });
    await grant();
  });
});

describe('the gallery', () => {
  const put = (name: string, at: number) => world.aws.objects.set(`photos/XHQGMDH/${name}`, at);
  const gallery = async () =>
    (await (await world.visit('/g/xhqgmdh/photo')).json()) as {
      state: string;
      opens_at: string;
      closes_at: string;
      photos: { key: string; url: string; kind: string; uploaded_at: string }[];
    };

  it('has the photos and videos of this booking, newest first, each with an address good for an hour', async () => {
    put('20270530170000000-a.jpg', during);
    put('20270530170100000-b.mov', during + MINUTE);
    put('20270530170200000-c.html', during);
    put('notes.txt', during);
    world.aws.objects.set('photos/XHQGMDH2/20270530170000000-d.jpg', during);
    const { photos, ...window } = await gallery();
    expect(window).toEqual({
      state: 'open',
      opens_at: '2027-05-30T15:00:00.000Z',
      closes_at: '2027-06-06T19:00:00.000Z',
    });
    expect(photos.map(({ key, kind, uploaded_at }) => [key, kind, uploaded_at])).toEqual([
      ['photos/XHQGMDH/20270530170100000-b.mov', 'video', '2027-05-30T17:01:00.000Z'],
      ['photos/XHQGMDH/20270530170000000-a.jpg', 'photo', '2027-05-30T17:00:00.000Z'],
    ]);
    const url = new URL(photos[1]?.url ?? '');
    expect(url.origin + url.pathname).toBe(
      `${world.awsUrl}/${BUCKET}/photos/XHQGMDH/20270530170000000-a.jpg`,
    );
    expect(url.searchParams.get('X-Amz-Date')).toBe('20270530T170000Z');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600');
  });

  it('says the state before and after, and keeps what it has', async () => {
    put('20270530170000000-a.jpg', during);
    setClock(opens - 1);
    expect(await gallery()).toMatchObject({ state: 'early', photos: [{}] });
    setClock(closes);
    expect(await gallery()).toMatchObject({ state: 'closed', photos: [{}] });
  });

  it('asks for page after page, up to what a booking can have', async () => {
    for (let count = 0; count < 900; count++) {
      const name = String(count).padStart(4, '0');
      put(`${name}-x.jpg`, during);
      put(`${name}-x.tmp`, during);
    }
    expect((await gallery()).photos).toHaveLength(900);
    expect(world.aws.listings).toHaveLength(2);
    for (let count = 900; count < 1_100; count++) put(`${String(count).padStart(4, '0')}-x.jpg`, during);
    expect((await gallery()).photos).toHaveLength(1_000);
  });
});

describe('without a script', () => {
  const page = async (answer: Response | Promise<Response>) => {
    const response = await answer;
    return { status: response.status, headers: response.headers, text: resolved(await response.text()) };
  };
  const resolved = (html: string) =>
    html.replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)));
  const choice = (id = 'xhqgmdh') => page(world.visit(`/g/presign?booking_id=${id}`));
  const chosen = (content_type: string) =>
    page(world.postForm('/g/presign', { booking_id: 'xhqgmdh', content_type }));

  it('a page says the window and the limits, and asks what is to be uploaded', async () => {
    const { status, text } = await choice();
    expect(status).toBe(200);
    expect(text).toContain('Uploads are open until Sunday, June 6, 12:00 PM PDT.');
    expect(text).toContain('Photos up to 25 MB each, videos up to 250 MB.');
    expect(text).toContain('<form method="post" action="presign">');
    expect(text).toContain('name="booking_id" value="XHQGMDH"');
    expect(text).toContain('<option value="image/heic">Photo (HEIC, most iPhones)</option>');
    expect(text).toContain('href="https://queenofsandiego.com/g/xhqgmdh"');
    expect(text).toContain('Nothing has been uploaded yet.');
    expect(text).toMatch(/<meta name="charter-desk-template" content="upload-page \d+">/);
    expect(text).not.toMatch(/<script|Grace|Ana|Cora/);
  });

  it('the next one sends the file straight to the bucket, and back here', async () => {
    const { text, headers } = await chosen('video/mp4');
    const form = text.match(
      /<form method="post" action="([^"]+)" enctype="multipart\/form-data">(.*?)<\/form>/s,
    );
    expect(form?.[1]).toBe(`${world.awsUrl}/${BUCKET}`);
    const names = [...(form?.[2] ?? '').matchAll(/ name="([^"]+)"/g)].map((match) => match[1]);
    expect(names).toEqual(expect.arrayContaining(['key', 'Policy', 'X-Amz-Signature', 'Content-Type']));
    expect(names.at(-1)).toBe('file');
    const value = (name: string) => form?.[2]?.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];
    expect(value('success_action_redirect')).toBe('https://queenofsandiego.com/g/presign?booking_id=XHQGMDH');
    expect(policyOf({ fields: { Policy: value('Policy') } } as unknown as Grant).conditions).toContainEqual({
      success_action_redirect: 'https://queenofsandiego.com/g/presign?booking_id=XHQGMDH',
    });
    expect(text).toContain('accept="video/mp4,.mp4"');
    expect(text).toContain('Up to 250 MB. This form works until Sunday, May 30, 10:15 AM PDT.');
    const policy = headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain(`form-action 'self' ${world.awsUrl};`);
    expect(policy).toContain(`img-src ${world.awsUrl} data:;`);
    expect(policy).toContain(`media-src ${world.awsUrl};`);
  });

  it('what has arrived is said and shown', async () => {
    const key = 'photos/XHQGMDH/20270530170000000-a.heic';
    world.aws.objects.set(key, during);
    world.aws.objects.set('photos/XHQGMDH/20270530170100000-b.webm', during);
    const { text } = await choice(`XHQGMDH&bucket=${BUCKET}&key=${encodeURIComponent(key)}&etag=%22x%22`);
    expect(text).toContain('Your photo has arrived. Thank you!');
    expect(text).toMatch(
      new RegExp(
        `<img src="${world.awsUrl}/${BUCKET}/${key}\\?[^"]+" alt="Photo, Sunday, May 30, 10:00 AM PDT"`,
      ),
    );
    expect(text).toMatch(/<video controls preload="none" src="[^"]+b\.webm\?/);
    expect((await choice('XHQGMDH&key=photos/OTHER/a.jpg')).text).not.toContain('has arrived');
  });

  it('a form that names no kind of file gets the choice', async () => {
    const { status, text } = await page(world.postForm('/g/presign', { booking_id: 'xhqgmdh' }));
    expect([status, text.includes('<select name="content_type">')]).toEqual([200, true]);
  });

  it('outside the window there is no form, but the times and the gallery', async () => {
    setClock(opens - 1);
    const early = await choice();
    expect(early.text).toContain('Uploads open Sunday, May 30, 8:00 AM PDT and close');
    setClock(closes);
    const closed = await choice();
    expect(closed.text).toContain('and closed Sunday, June 6, 12:00 PM PDT.');
    for (const { text } of [early, closed]) expect(text).not.toContain('<form');
    const late = await chosen('image/png');
    expect(late.status).toBe(403);
    expect(late.text).toContain('and closed Sunday, June 6, 12:00 PM PDT.');
    expect(late.text).toContain('href="presign?booking_id=xhqgmdh"');
  });

  it('every refusal is a page with the same status', async () => {
    expect((await choice('OTHER')).status).toBe(404);
    expect((await choice('OTHER')).text).toContain('There is no such charter, or it was cancelled.');
    expect((await page(world.visit('/g/presign'))).status).toBe(404);
    expect((await chosen('text/html')).status).toBe(415);
    await afterGrants([120, during]);
    const fast = await chosen('image/png');
    expect([fast.status, fast.headers.get('Retry-After')]).toEqual([429, '600']);
    delete world.variables.UPLOAD_BUCKET;
    world.restart();
    const off = await choice();
    expect(off.status).toBe(503);
    expect(off.text).toContain('Uploads don’t work at the moment');
    expect(off.text).not.toContain('UPLOAD_BUCKET');
    for (const { headers } of [fast, off]) {
      expect(headers.get('Content-Type')).toContain('text/html');
      expect(headers.get('Cache-Control')).toBe('no-store');
      expect(headers.get('X-Robots-Tag')).toContain('noindex');
    }
  });

  it('trouble is a page too, and what failed stands in the log', async () => {
    world.database.intercept = () => ({ __type: 'com.amazonaws.dynamodb.v20120810#ValidationException' });
    const { status, text } = await choice();
    expect([status, text.includes('Uploads don’t work at the moment')]).toEqual([500, true]);
    expect(world.log.at(-1)).toMatchObject({ route: '/g/presign', status: 500, code: 'ValidationException' });
  });

  it('a name is text, and only a public address becomes a link', async () => {
    await world.createEvent({
      booking_id: 'NASTY',
      boat: '<script>alert("x")</script>',
      guest_page_url: 'javascript:alert(1)',
    });
    const answer = await world.visit('/g/presign?booking_id=NASTY');
    const html = await answer.text();
    expect(html).toContain('<bdi>&lt;script&gt;');
    expect(html).not.toMatch(/<script|javascript:|Back to your charter/);
  });
});
