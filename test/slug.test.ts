import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guestPageKey, guestPageUrl, readBookingId, slugOf } from '../src/booking/slug.ts';
import { guestPagePaths } from '../src/projections/guest-page-paths.ts';

const settings = { guestPageKey: 'g/{slug}.html', guestPageUrl: 'https://queenofsandiego.com/g/{slug}' };

describe('a booking id', () => {
  it.each(['XHQGMDH', 'abc', 'A-1', '007', 'x'.repeat(32), 'index-2'])('%s is fine', (id) => {
    expect(readBookingId(` ${id} `)).toStrictEqual({ ok: true, value: id });
  });

  it('may be digits that came as a number', () => {
    expect(readBookingId(12345)).toStrictEqual({ ok: true, value: '12345' });
  });

  it.each([
    '',
    'AB',
    'x'.repeat(33),
    'A B',
    'A_B',
    'A/B',
    '../x',
    'ÄBC',
    'ＡＢＣ',
    'a.html',
    'x\u202Ey1',
    12.5,
  ])('%o is refused', (cell) => {
    expect(readBookingId(cell)).toStrictEqual({ ok: false, error: [expect.stringContaining('3 to 32')] });
  });

  it.each(['index', 'INDEX', 'error', '404', 404, 'presign', 'Crew', 'photo', 'conditions', 'robots', true])(
    '%o is refused, for another page needs it',
    (cell) => {
      expect(readBookingId(cell)).toStrictEqual({ ok: false, error: [expect.stringContaining('another')] });
    },
  );

  it('says what to do when Sheets took it for a date', () => {
    expect(readBookingId(new Date())).toStrictEqual({
      ok: false,
      error: [expect.stringContaining('plain text')],
    });
  });

  it('makes a slug that needs no encoding anywhere', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9-]{3,32}$/), (id) => {
        expect(slugOf(id)).toMatch(/^[a-z0-9-]{3,32}$/);
        expect(slugOf(id)).toBe(slugOf(slugOf(id)));
        expect(slugOf(id.toUpperCase())).toBe(slugOf(id));
      }),
    );
  });
});

describe("a guest page's places", () => {
  it('are a key, a URL and what to invalidate', () => {
    expect(guestPageKey(settings, 'xhqgmdh')).toBe('g/xhqgmdh.html');
    expect(guestPageUrl(settings, 'xhqgmdh')).toBe('https://queenofsandiego.com/g/xhqgmdh');
    expect(guestPagePaths(settings, 'xhqgmdh')).toStrictEqual(['/g/xhqgmdh.html', '/g/xhqgmdh']);
  });

  it('may be at the top', () => {
    const top = { guestPageKey: '{slug}.html', guestPageUrl: 'https://queenofsandiego.com/{slug}.html' };
    expect(guestPagePaths(top, 'xhqgmdh')).toStrictEqual(['/xhqgmdh.html', '/xhqgmdh']);
  });

  it('may differ between bucket and site, and are percent-encoded once', () => {
    const apart = {
      guestPageKey: 'pages (new)/é/{slug}.html',
      guestPageUrl: 'https://x.example:8443/our%20guests/{slug}',
    };
    expect(guestPagePaths(apart, 'abc')).toStrictEqual([
      '/pages%20%28new%29/%C3%A9/abc.html',
      '/pages%20%28new%29/%C3%A9/abc',
      '/our%20guests/abc',
    ]);
  });
});
