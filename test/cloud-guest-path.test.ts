import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ViewerRequestFunction } from '../local/cloud/viewer-request.ts';

const code = readFileSync('cloudfront/guest-path.js', 'utf8');
const distribution = { id: 'E1', host: 'd1.cloudfront.net', requestId: 'r', ip: '203.0.113.9' };

function rewrite(uri: string, source = code): unknown {
  return new ViewerRequestFunction(source).handle({ method: 'GET', uri, headers: {} }, distribution);
}

describe('guest path', () => {
  const spellings = [
    'xhqgmdh',
    'XHQGMDH',
    'XhqGmdh',
    'xhqgmdh/',
    'XHQGMDH/',
    'xhqgmdh.html',
    'XHQGMDH.HTML',
    'xhqgmdh.html/',
  ];

  test.each(spellings)('/g/%s and /%s lead to the object in either layout', (spelling) => {
    expect(rewrite(`/g/${spelling}`)).toEqual({ uri: '/g/xhqgmdh.html' });
    expect(rewrite(`/${spelling}`)).toEqual({ uri: '/xhqgmdh.html' });
  });

  test('the folder may be in capitals, ids may have digits and hyphens', () => {
    expect(rewrite('/G/Trip-2027-05')).toEqual({ uri: '/g/trip-2027-05.html' });
  });

  test.each([
    '/',
    '/index.html',
    '/favicon.ico',
    '/assets/site.css',
    '/g/photo.jpg',
    '/robots.txt',
    '/g/presign',
    '/g/xhqgmdh/photo',
    '/g/XHQGMDH/conditions',
    '/crew/confirm',
    '/crew',
    '/crew/',
    '/g/ab',
    `/g/${'a'.repeat(33)}`,
    '/.well-known/security.txt',
  ])('%s is left alone', (uri) => {
    expect(rewrite(uri)).toEqual({ uri });
  });
});

describe('the edge runs a function as CloudFront does', () => {
  const saying = (expression: string) =>
    `function handler(event) { event.request.uri = '/' + ${expression}; return event.request; }`;

  test.each(['require', 'process', 'fetch', 'setTimeout', 'module', 'exports', 'Buffer'])(
    'without %s',
    (name) => {
      expect(rewrite('/', saying(`typeof ${name}`))).toEqual({ uri: '/undefined' });
    },
  );

  test('without eval, and without a way to the host', () => {
    expect(() => rewrite('/', saying("eval('1')"))).toThrow(/Code generation from strings disallowed/);
    expect(() => rewrite('/', saying("event.constructor.constructor('return process')()"))).toThrow(
      /Code generation/,
    );
  });

  test('up to 10,240 bytes, not one more', () => {
    const program = saying("'ok'");
    const filled = (bytes: number) => `${program}//${'x'.repeat(bytes - program.length - 2)}`;
    expect(rewrite('/', filled(10_240))).toEqual({ uri: '/ok' });
    expect(() => rewrite('/', filled(10_241))).toThrow(/10241 bytes/);
  });

  test.each([
    'class A {}',
    'const [a] = [1];',
    'for (const a of []) {}',
    'import x from "x";',
    'const a = b?.c;',
    'export const a = 1;',
  ])('not with the syntax of %s', (statement) => {
    expect(() => rewrite('/', `${statement}\n${saying("'ok'")}`)).toThrow();
  });

  test('an answer made at the edge is passed on', () => {
    const source =
      "function handler(event) { return { statusCode: 302, headers: { location: { value: '/there' } } }; }";
    expect(rewrite('/', source)).toEqual({ statusCode: 302, headers: { location: '/there' } });
  });
});
