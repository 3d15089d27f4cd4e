import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formEncode, percentEncode, percentEncodePath } from '../src/clients/percent-encoding.ts';
import { sha256Hex } from '../src/clients/sha256.ts';
import { AbsoluteUrl } from '../src/clients/shims/absolute-url.ts';
import { HeaderMap } from '../src/clients/shims/header-map.ts';
import { webCrypto } from '../src/clients/shims/web-crypto.ts';
import { utf8, wellFormed } from '../src/clients/utf8.ts';

/** Any UTF-16, half surrogate pairs included. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc
    .array(fc.integer({ min: 0xd700, max: 0xe0ff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
);

describe('UTF-8', () => {
  it('is what TextEncoder gives, for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect([...utf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
  });

  it('survives a decoding once the text is well-formed', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(new TextDecoder().decode(utf8(text))).toBe(wellFormed(text).replace(/^\ufeff/, ''));
      }),
    );
  });

  it('leaves whole surrogate pairs alone', () => {
    expect(wellFormed('a🚤b\ud83d')).toBe('a🚤b\ufffd');
  });
});

describe('percent-encoding', () => {
  it('leaves RFC 3986’s unreserved characters only, and decodes to the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(percentEncode(text)).toMatch(/^(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})*$/);
        expect(decodeURIComponent(percentEncode(text))).toBe(wellFormed(text));
      }),
    );
  });

  it('keeps the slashes of a path', () => {
    expect(percentEncodePath('g/a b+c/é.html')).toBe('g/a%20b%2Bc/%C3%A9.html');
  });

  it('makes forms that URLSearchParams reads back', () => {
    fc.assert(
      fc.property(fc.dictionary(anyText, anyText), (fields) => {
        const expected = Object.entries(fields).map((pair) => pair.map(wellFormed));
        expect([...new URLSearchParams(formEncode(fields))]).toEqual(expected);
      }),
    );
  });
});

describe('the stand-in for URL', () => {
  const segment = fc
    .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme-ascii' }))
    .filter((text) => text !== '.' && text !== '..');
  const host = fc.constantFrom(
    's3.us-west-2.amazonaws.com',
    'S3.us-west-2.AmazonAWS.com',
    'cloudfront.amazonaws.com:443',
    'localhost:8443',
  );

  it('agrees with the real one on every URL that we make', () => {
    fc.assert(
      fc.property(
        host,
        fc.array(segment, { maxLength: 5 }),
        fc.dictionary(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
        (name, path, query) => {
          const search = formEncode(query);
          const url = `https://${name}/${percentEncodePath(path.join('/'))}${search && '?'}${search}`;
          const segments = path.join('/').split('/');
          fc.pre(!segments.includes('.') && !segments.includes('..'));
          const ours = new AbsoluteUrl(url);
          const real = new URL(url);
          expect(ours.host).toBe(real.host);
          expect(ours.pathname).toBe(real.pathname);
          expect([...ours.searchParams]).toEqual([...real.searchParams]);
        },
      ),
    );
  });

  it('takes nothing that the real one would change', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (rest) => {
        const url = `https://example.com/${rest}`;
        let ours: AbsoluteUrl;
        try {
          ours = new AbsoluteUrl(url);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
          return;
        }
        expect(ours.pathname).toBe(url.slice('https://example.com'.length).split('?')[0]);
        expect(ours.pathname).toBe(new URL(url).pathname);
      }),
      { numRuns: 1000, examples: [['?%A0']] },
    );
  });

  it('reads a plus sign in a query as a space, and values with equals signs whole', () => {
    expect(new AbsoluteUrl('https://a.b/?x=1+2&&y=a=b&z').searchParams).toEqual([
      ['x', '1 2'],
      ['y', 'a=b'],
      ['z', ''],
    ]);
  });
});

describe('the stand-in for Headers', () => {
  const pairs = fc.array(
    fc.tuple(fc.constantFrom('A', 'a', 'X-Amz-Date', 'x-amz-date', 'B b', ''), anyText),
    { maxLength: 6 },
  );

  it('refuses what the real one refuses, and gives the rest as the real one does', () => {
    fc.assert(
      fc.property(pairs, (given) => {
        const ours = new HeaderMap();
        const real = new Headers();
        for (const [name, value] of given) {
          try {
            ours.set(name, value);
          } catch (error) {
            expect(error).toBeInstanceOf(TypeError);
            continue;
          }
          real.set(name, value);
        }
        expect([...ours]).toEqual([...real]);
        expect([...ours.keys()]).toEqual([...real.keys()]);
        expect(ours.get('X-AMZ-DATE')).toBe(real.get('X-AMZ-DATE'));
        ours.delete('A');
        expect(ours.has('a')).toBe(false);
      }),
    );
  });

  it('takes any printable value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (value) => {
        expect(new HeaderMap({ 'X-A': value }).get('x-a')).toBe(value.trim());
      }),
    );
  });
});

describe('the stand-in for crypto', () => {
  it('hashes and authenticates as Node does', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ maxLength: 200 }),
        async (key, data) => {
          const { subtle } = webCrypto;
          const hash = Buffer.from(await subtle.digest('SHA-256', data));
          expect(hash.toString('hex')).toBe(createHash('sha256').update(data).digest('hex'));
          const signature = Buffer.from(await subtle.sign('HMAC', await subtle.importKey('raw', key), data));
          expect(signature.toString('hex')).toBe(createHmac('sha256', key).update(data).digest('hex'));
        },
      ),
    );
  });

  it('takes a key from an ArrayBuffer, as one signature is the key of the next', async () => {
    const { subtle } = webCrypto;
    const key = await subtle.importKey('raw', new Uint8Array([1, 2, 3]).buffer);
    expect([...key]).toEqual([1, 2, 3]);
  });

  it('does nothing in place of what it doesn’t know', async () => {
    await expect(webCrypto.subtle.digest('SHA-1', new Uint8Array())).rejects.toThrow(
      'SHA-1 is not supported',
    );
  });

  it('hashes texts by their UTF-8', () => {
    expect(sha256Hex('Zoë 🚤')).toBe(createHash('sha256').update('Zoë 🚤', 'utf8').digest('hex'));
  });
});
