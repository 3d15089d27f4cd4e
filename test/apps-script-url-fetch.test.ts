import { describe, expect, test } from 'vitest';
import type { WireRequest, WireResponse } from '../local/wire.ts';
import { captain, evaluate, projectOf, resultOf } from './support/apps-script-project.ts';

const text = (bytes: Uint8Array | null) => (bytes ? Buffer.from(bytes).toString('utf8') : null);
const answer = (status: number, body = '', headers: WireResponse['headers'] = {}): WireResponse => ({
  status,
  headers,
  body: Buffer.from(body),
});

/** Records what was sent; answers by `reply`, or an empty 200. */
function recorder(reply: (request: WireRequest) => WireResponse | Promise<WireResponse> = () => answer(200)) {
  const sent: WireRequest[] = [];
  return {
    sent,
    exchange: async (request: WireRequest) => {
      sent.push(request);
      return reply(request);
    },
  };
}

describe('a request', () => {
  test('goes out as UrlFetchApp sends it', async () => {
    const { sent, exchange } = recorder();
    await evaluate(
      `UrlFetchApp.fetchAll([
        'https://a.example/x y?q=é',
        { url: 'https://a.example/', method: 'PUT', contentType: 'application/json', payload: '{"é":1}', headers: { 'X-Key': 'k' }, timeoutSeconds: 30 },
        { url: 'https://a.example/', method: 'post', payload: { a: '1 2', b: 'é' } },
        { url: 'https://a.example/', payload: [-1, 0, 127] },
        { url: 'https://a.example/a%20b', escaping: false, method: 'delete' },
      ])`,
      { exchange },
    );
    expect(sent.map(({ method, url, timeoutMilliseconds }) => [method, url, timeoutMilliseconds])).toEqual([
      ['GET', 'https://a.example/x%20y?q=%C3%A9', 360_000],
      ['PUT', 'https://a.example/', 30_000],
      ['POST', 'https://a.example/', 360_000],
      ['POST', 'https://a.example/', 360_000],
      ['DELETE', 'https://a.example/a%20b', 360_000],
    ]);
    expect(sent[0]?.headers).toEqual({ 'User-Agent': expect.stringContaining('Google-Apps-Script') });
    expect(sent[1]?.headers).toMatchObject({ 'X-Key': 'k', 'Content-Type': 'application/json' });
    expect(sent.slice(1, 3).map(({ body }) => text(body))).toEqual(['{"é":1}', 'a=1%202&b=%C3%A9']);
    expect(sent[2]?.headers['Content-Type']).toBe('application/x-www-form-urlencoded');
    expect([...(sent[3]?.body ?? [])]).toEqual([255, 0, 127]);
  });

  const refused = [
    ["{ headers: { Host: 'b.example' } }", 'Attribute provided with invalid value: Header:Host'],
    [
      "{ headers: { 'content-length': '0' } }",
      'Attribute provided with invalid value: Header:content-length',
    ],
    ["{ headers: { 'X-Bad': 'a\\r\\nb' } }", 'Attribute provided with invalid value: Header:X-Bad'],
    ["{ method: 'head' }", 'Attribute provided with invalid value: method'],
    ["{ headers: { 'X-Long': 'x'.repeat(8 * 1024 + 1) } }", 'Limit Exceeded: URLFetch Header Size.'],
    [
      "{ headers: Object.fromEntries(Array.from({ length: 101 }, (_, i) => ['X-' + i, '1'])) }",
      'Limit Exceeded: URLFetch Header Count.',
    ],
    ["{ payload: 'x'.repeat(50 * 1024 * 1024 + 1) }", 'Limit Exceeded: URLFetch POST Size.'],
    ['{ muteHttpExceptions: 1 }', 'Attribute provided with invalid value: muteHttpExceptions'],
  ];
  test.each(refused)('is refused with %s', async (options, message) => {
    const { sent, exchange } = recorder();
    await expect(
      evaluate(`UrlFetchApp.fetch('https://a.example/', ${options})`, { exchange }),
    ).rejects.toThrow(message);
    expect(sent).toEqual([]);
  });

  test.each([
    ["'ftp://a.example/'", 'Invalid argument: ftp://a.example/'],
    ["'https://a.example/' + 'x'.repeat(2048)", 'Limit Exceeded: URLFetch URL Length.'],
    ["'https://a.example/a b', { escaping: false }", 'Invalid argument: https://a.example/a b'],
    ['1', "The parameters (number) don't match the method signature for UrlFetchApp.fetch."],
  ])('is refused to %s', async (given, message) => {
    await expect(evaluate(`UrlFetchApp.fetch(${given})`)).rejects.toThrow(message);
  });
});

describe('an answer', () => {
  test('is read as text, bytes and headers', async () => {
    const { exchange } = recorder(() =>
      answer(201, 'é\u0000', { 'content-type': 'text/plain; charset=utf-8', 'set-cookie': ['a=1', 'b=2'] }),
    );
    const result = await evaluate(
      `const r = UrlFetchApp.fetch('https://a.example/');
       return [r.getResponseCode(), r.getContentText(), r.getContent(), r.getHeaders(), r.getAllHeaders(), r.getBlob().getContentType(), r.getContentText('ISO-8859-1')];`,
      { exchange },
    );
    expect(result).toEqual([
      201,
      'é\u0000',
      [-61, -87, 0],
      { 'Content-Type': 'text/plain; charset=utf-8', 'Set-Cookie': 'a=1' },
      { 'Content-Type': 'text/plain; charset=utf-8', 'Set-Cookie': ['a=1', 'b=2'] },
      'text/plain',
      'Ã©\u0000',
    ]);
  });

  test('of an error throws unless muted', async () => {
    const { exchange } = recorder(() => answer(403, 'AccessDenied'));
    await expect(evaluate("UrlFetchApp.fetch('https://a.example/x')", { exchange })).rejects.toThrow(
      'Exception: Request failed for https://a.example returned code 403. Truncated server response: AccessDenied (use muteHttpExceptions option to examine full response)',
    );
    const muted =
      "return UrlFetchApp.fetch('https://a.example/x', { muteHttpExceptions: true }).getResponseCode()";
    expect(await evaluate(muted, { exchange })).toBe(403);
  });

  test('that redirects is followed with Authorization, across hosts, unless told not to', async () => {
    const { sent, exchange } = recorder(({ url }) =>
      url.includes('a.example') ? answer(303, '', { location: 'https://b.example/y' }) : answer(200, 'there'),
    );
    const options = "{ method: 'post', payload: 'p', headers: { Authorization: 'secret' }";
    const follow = `return UrlFetchApp.fetch('https://a.example/x', ${options} }).getContentText()`;
    expect(await evaluate(follow, { exchange })).toBe('there');
    expect(
      sent.map(({ method, url, headers, body }) => [method, url, headers.Authorization, text(body)]),
    ).toEqual([
      ['POST', 'https://a.example/x', 'secret', 'p'],
      ['GET', 'https://b.example/y', 'secret', null],
    ]);
    const stay = `return UrlFetchApp.fetch('https://a.example/x', ${options}, followRedirects: false }).getResponseCode()`;
    expect(await evaluate(stay, { exchange })).toBe(303);
  });
});

describe('fetchAll', () => {
  test('sends all before any has answered, and answers in order', async () => {
    const waiting: (() => void)[] = [];
    const { sent, exchange } = recorder(async ({ url }) => {
      await new Promise<void>((resolve) => {
        waiting.push(resolve);
        // Nobody is answered until all three are here: one after another would never end.
        if (waiting.length === 3) for (const release of waiting.reverse()) release();
      });
      return answer(200, url);
    });
    const project = await projectOf(
      `function main() { return UrlFetchApp.fetchAll(['https://a.example/1', 'https://a.example/2', 'https://a.example/3']).map((r) => r.getContentText()); }`,
      { exchange },
    );
    const execution = await project.run('main', { user: captain, context: 'menu' });
    expect(resultOf(execution)).toEqual([
      'https://a.example/1',
      'https://a.example/2',
      'https://a.example/3',
    ]);
    expect(sent).toHaveLength(3);
    expect(execution.counts).toMatchObject({ urlFetch: 3, rounds: 1 });
  });

  test.each([
    [{ code: 'ENOTFOUND' }, 'DNS error: https://b.example/'],
    [{ code: 'ECONNRESET' }, 'Address unavailable: https://b.example/'],
    [{ name: 'TimeoutError' }, 'Timeout: https://b.example/'],
  ])('loses every answer to one failure, though all was sent: %o', async (failure, message) => {
    const { sent, exchange } = recorder(({ url }) =>
      url.includes('b.example') ? Promise.reject(Object.assign(new Error('failed'), failure)) : answer(200),
    );
    const code = `try { return UrlFetchApp.fetchAll([{ url: 'https://a.example/', method: 'post', payload: 'x' }, { url: 'https://b.example/', muteHttpExceptions: true }]).length; } catch (e) { return e.message; }`;
    expect(await evaluate(code, { exchange })).toBe(message);
    expect(sent.map(({ url }) => url)).toEqual(['https://a.example/', 'https://b.example/']);
  });

  test('sends nothing when one request is malformed', async () => {
    const { sent, exchange } = recorder();
    const code =
      "UrlFetchApp.fetchAll(['https://a.example/', { url: 'https://a.example/', headers: { Host: 'x' } }])";
    await expect(evaluate(code, { exchange })).rejects.toThrow(/Header:Host/);
    expect(sent).toEqual([]);
  });
});
