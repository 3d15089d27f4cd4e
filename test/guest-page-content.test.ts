import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/booking/booking.ts';
import { dollars } from '../src/booking/money.ts';
import { contactLinks } from '../src/projections/contact-links.ts';
import { firstName } from '../src/projections/first-name.ts';
import {
  cancelledPageContent,
  guestPageContent,
  renderCancelledPage,
  renderGuestPage,
  renderLegacyRedirect,
} from '../src/projections/guest-page-content.ts';
import { anyBooking } from './support/booking-arbitrary.ts';
import { goldenBooking, goldenSettings, goldenZone } from './support/golden-booking.ts';

const edition = { sequence: 3, at: Date.parse('2027-05-01T12:00:00-07:00') };
const content = (booking: Booking, settings = goldenSettings) =>
  guestPageContent(booking, settings, goldenZone);
const page = (booking: Booking, settings = goldenSettings): string =>
  renderGuestPage(content(booking, settings), 'f00d', edition);
const cancelled = (booking: Booking): string =>
  renderCancelledPage(
    cancelledPageContent({ ...booking, status: 'Cancelled' }, goldenSettings),
    'f00d',
    edition,
  );
/** Without styles, scripts and what attributes hold. */
const visible = (html: string): string =>
  html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '').replace(/<[^>]*>/g, ' ');

describe('the guest page', () => {
  it('says what a guest needs to know', () => {
    const html = page(goldenBooking());
    for (const words of [
      'JADA',
      'Marisol',
      'Sunday, May 30',
      '8:45 AM',
      '9:00 AM',
      '12:00 PM',
      '3 hours',
      '8 guests',
      'Sheraton Marina',
      '1380 Harbor Island Drive, San Diego, CA 92101',
      'Gate C, at the top of the ramp.',
      'bring $40 for parking',
      'Soft-soled shoes, please',
      'Captain',
      'Sam',
      'Dana',
      'Lee',
      'Payment confirmed through <bdi>Boatsetter</bdi>',
      '(619) 555-0142',
    ]) {
      expect(html).toContain(words);
    }
    expect(html).toContain('href="https://maps.example.com/?q&#x3D;32.7252,-117.2001&amp;z&#x3D;16"');
    expect(html).toContain('href="tel:6195550142"');
    expect(html).toContain('href="mailto:aboard@example.com"');
  });

  it('carries its fingerprint and its template version, and stays out of search engines', () => {
    const html = page(goldenBooking());
    expect(html).toContain('<meta name="charter-desk" content="f00d">');
    expect(html).toMatch(/<meta name="charter-desk-template" content="guest-page \d+">/);
    expect(html).toContain('<meta name="robots" content="noindex');
  });

  it('says what to bring and not to bring, how to be safe, and how to cancel: its own words, or those of the settings', () => {
    const own = visible(page(goldenBooking()));
    for (const words of ['A warm layer', 'Red wine', 'life jackets', 'safe to sail'])
      expect(own).toContain(words);
    const told = visible(
      page(
        { ...goldenBooking(), source: 'Phone' },
        {
          ...goldenSettings,
          bring: ['Fins', 'A towel'],
          leaveAtHome: ['Drones'],
          safety: ['Mind the step'],
          weatherPolicy: 'We sail in rain.',
          cancellationPolicy: 'Free until the day before.',
        },
      ),
    );
    for (const words of ['Fins', 'A towel', 'Drones', 'Mind the step', 'We sail in rain.', 'Free until']) {
      expect(told).toContain(words);
    }
    for (const words of ['A warm layer', 'Red wine', 'life jackets', 'safe to sail']) {
      expect(told).not.toContain(words);
    }
  });

  it('links the terms of the marketplace that the booking came from, and no other', () => {
    const link = '<a class="button" href="https://terms.example.com/boatsetter" rel="noopener noreferrer">';
    const settings = { ...goldenSettings, cancellationPolicy: 'Free until the day before.' };
    expect(page({ ...goldenBooking(), source: 'boatsetter' }, settings)).toContain(link);
    expect(page({ ...goldenBooking(), source: 'boatsetter' }, settings)).not.toContain('Free until');
    expect(page({ ...goldenBooking(), source: 'Phone' }, settings)).not.toContain('terms.example.com');
  });

  it('says when photos can be uploaded, in the time of the dock', () => {
    expect(visible(page(goldenBooking()))).toMatch(
      /from Sunday, May 30, 8:00 AM to Sunday, June 6, 12:00 PM\./,
    );
  });

  it('leaves out what is not known', () => {
    const { location, ...booking } = goldenBooking();
    const bare = { ...location, address: '', mapLink: '', meetingPoint: '', parking: '' };
    const html = page(
      { ...booking, location: bare, guestNotes: '', crew: [] },
      { ...goldenSettings, contact: '', boardingMinutesBefore: 0, uploadBucket: '' },
    );
    const absent = ['Boarding', 'Meeting point', 'Parking', 'map', 'Good to know', 'Questions', 'photos'];
    for (const words of absent) expect(visible(html)).not.toContain(words);
  });

  it('boards the day before when a charter leaves just after midnight, and says which day it returns', () => {
    const { schedule, ...booking } = goldenBooking();
    const late = {
      ...booking,
      schedule: { ...schedule, start: '00:05', end: '23:05', durationMinutes: 23 * 60 },
    };
    expect(content(late)).toMatchObject({ boards: '11:50 PM (the day before)' });
    const night = { ...booking, schedule: { ...schedule, start: '22:00', end: '01:00' } };
    expect(content(night)).toMatchObject({
      departs: '10:00 PM',
      returns: '1:00 AM (next day)',
    });
  });

  it.each([
    'javascript:alert(1)',
    'http://maps.example.com',
    'maps.example.com',
    'https://x" onclick="x',
    'data:text/html,x',
  ])('makes no link of %s', (mapLink) => {
    const booking = goldenBooking();
    expect(page({ ...booking, location: { ...booking.location, mapLink } })).not.toContain('Open the map');
  });

  it('scrubs money from the notes', () => {
    const guestNotes = 'Anniversary.\nRevenue: $900\nWe keep $289.41, bring $40 for parking.';
    expect(content({ ...goldenBooking(), guestNotes }).notes).toBe(
      'Anniversary.\nWe keep, bring $40 for parking.',
    );
  });

  it.each([
    ['the longest cells', 'x', 1],
    ['cells half as long in a script of three bytes a letter', '船', 0.5],
  ])('stays under 40 KB with %s', (_, letter, share) => {
    const text = (length: number): string => letter.repeat(length * share);
    const booking = goldenBooking();
    const [deckhand = booking.captain] = booking.crew;
    const html = page(
      {
        ...booking,
        boat: text(100),
        source: text(100),
        guest: text(200),
        guestNotes: text(5000),
        crew: Array.from({ length: 10 }, () => deckhand),
        location: {
          ...booking.location,
          name: text(100),
          address: text(500),
          meetingPoint: text(500),
          parking: text(500),
        },
      },
      {
        ...goldenSettings,
        bring: [text(200)],
        leaveAtHome: [text(200)],
        safety: [text(200)],
        weatherPolicy: text(200),
        cancellationPolicy: text(200),
      },
    );
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(40 * 1024);
  });
});

describe('what a guest never sees', () => {
  it('crew notes, private notes, last names, contact data and ids of crew', () => {
    fc.assert(
      fc.property(anyBooking, (booking) => {
        const assignment = (id: number, last: string) => ({
          paidMinutes: 60,
          member: {
            crewId: `crewid${id}`,
            name: `Dana ${last}`,
            role: 'deckhand',
            email: `crewmail${id}@example.com`,
            phone: '+1 619 555 0777',
            hourlyRateCents: 3333,
            active: true,
          },
        });
        const html = page({
          ...booking,
          guest: `Marisol Lastname-of-guest`,
          crewNotes: `Crewnotes ${booking.crewNotes}`,
          privateNotes: `Privatenotes ${booking.privateNotes}`,
          captain: assignment(1, 'Lastname-of-captain'),
          crew: [assignment(2, 'Lastname-of-deckhand')],
        });
        expect(html).not.toMatch(/Lastname|Crewnotes|Privatenotes|crewid|crewmail|555 0777|33\.33/);
      }),
    );
  });

  it("the booking's own money, wherever in the row it was written", () => {
    fc.assert(
      fc.property(anyBooking, (booking) => {
        const { grossCents, crewCents, captainCents, portFeeCents, netCents } = booking.revenue;
        const figures = [grossCents, crewCents, captainCents, portFeeCents, netCents]
          .filter((cents) => cents !== 0)
          .map((cents) => dollars(Math.abs(cents)));
        const money = figures.join(' and ');
        const told = {
          ...booking,
          boat: `Sea ${money}`,
          source: `Web ${money}`,
          guestNotes: `Paid ${money}\nNet: $1`,
        };
        for (const html of [page(told), cancelled(told)]) {
          for (const figure of figures) expect(html).not.toContain(figure);
          expect(html).not.toContain('Net: $1');
        }
      }),
    );
  });

  it('markup that somebody wrote into a cell', () => {
    // What the template itself holds, tag by tag: cells must not add one.
    const tags = (html: string) =>
      html.match(/<\/?(script|style|img|iframe|object|embed|form|base|input)\b/gi);
    const own = [tags(page(goldenBooking())), tags(cancelled(goldenBooking()))];
    fc.assert(
      fc.property(anyBooking, (booking) => {
        const pages = [page(booking), cancelled(booking)];
        expect(pages.map(tags)).toEqual(own);
        for (const html of pages) {
          const markup = html.replace(/<(style|script)>[\s\S]*?<\/\1>/g, '');
          expect(markup).not.toMatch(/<[^>]*\son\w+=/i);
          expect(markup).not.toMatch(/href="(?!https:|tel:|sms:|mailto:|data:,|data:text\/calendar)/);
        }
      }),
    );
  });

  it('<script> shows as text', () => {
    const html = page({
      ...goldenBooking(),
      guestNotes: '<script>alert(1)</script>',
      guest: '<script>alert(1)</script>',
    });
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(html).not.toContain('<script>alert');
  });
});

describe('the content security policy', () => {
  const policy = (html: string) => /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  const hashOf = (html: string, tag: string) => {
    const [, text = ''] = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html) ?? [];
    return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  };

  it('of the guest page allows its own style and script, this origin and the bucket for photos', () => {
    const html = page(goldenBooking());
    const bucket = 'https://queenofsandiego-photos.s3.us-west-2.amazonaws.com/';
    expect(policy(html)).toBe(
      `default-src 'none'; script-src ${hashOf(html, 'script')}; style-src ${hashOf(html, 'style')}; img-src 'self' data: blob: ${bucket}; connect-src 'self' ${bucket}; form-action 'self'; base-uri 'none'`,
    );
    // The hash does not cover style attributes.
    expect(html).not.toMatch(/\sstyle=/);
  });

  it('names no bucket where there are no uploads', () => {
    expect(policy(page(goldenBooking(), { ...goldenSettings, uploadBucket: '' }))).toContain(
      "img-src 'self' data: blob:; connect-src 'self'; form-action 'self'",
    );
  });

  it('of the cancelled page allows its own style and nothing else that runs or loads', () => {
    const html = cancelled(goldenBooking());
    expect(policy(html)).toBe(
      `default-src 'none'; style-src ${hashOf(html, 'style')}; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(html).not.toMatch(/\sstyle=/);
  });
});

describe('the cancelled page', () => {
  it('says so, and whom to ask', () => {
    const html = cancelled(goldenBooking());
    expect(html).toContain('This charter was cancelled');
    expect(html).toContain('Sunday, May 30, 9:00 AM');
    expect(html).toContain('your booking on <bdi>Boatsetter</bdi>');
    expect(html).toContain('href="tel:6195550142"');
    expect(html).toContain('<meta name="charter-desk" content="f00d">');
    expect(visible(html)).not.toContain('Welcome aboard');
    expect(visible(html)).not.toContain('Sheraton');
  });
});

it('the legacy page leads to the new one, with and without redirects', () => {
  const html = renderLegacyRedirect('https://queenofsandiego.com/g/xhqgmdh');
  expect(html).toContain('content="0; url=https://queenofsandiego.com/g/xhqgmdh"');
  expect(html).toContain('<link rel="canonical" href="https://queenofsandiego.com/g/xhqgmdh">');
  expect(html).toContain('<a href="https://queenofsandiego.com/g/xhqgmdh">');
  expect(renderLegacyRedirect('https://x.example/"><script>')).not.toContain('<script>');
});

describe('first names', () => {
  it.each([
    ['Marisol Quintanilla', 'Marisol'],
    [`Zoë "Z" O'Hara & Søn`, 'Zoë'],
    ['"Z" O\'Hara', 'Z'],
    ["D'Angelo Jean-Pierre", "D'Angelo"],
    ['Cher', 'Cher'],
    ['  Ana\u00a0Silva ', 'Ana'],
    ['Dr. Ana Silva', 'Ana'],
    ['Captain Sam Pemberton', 'Sam'],
    ['Dr.', 'Dr'],
    ['Silva, Ana', 'Ana'],
    ['van der Berg, Anna', 'Anna'],
    ['John Smith, Jr.', 'John'],
    ['Smith, Jr.', 'Smith'],
    ['J. R. Ewing', 'J.'],
    ['שרה כהן', 'שרה'],
    ['أحمد علي', 'أحمد'],
    ['🦄 Sparkle', 'Sparkle'],
    ['👩‍👩‍👧', '👩‍👩‍👧'],
    ['ana.silva@example.com', ''],
    ['Ana ana.silva@example.com', 'Ana'],
    ['+1 619 555 0142', ''],
    ['--', ''],
    ['', ''],
  ])('%j is called %j', (name, expected) => {
    expect(firstName(name)).toBe(expected);
  });

  it('whoever has none is a guest', () => {
    expect(content({ ...goldenBooking(), guest: '+1 619 555 0142' }).firstName).toBe('guest');
  });
});

describe('contact links', () => {
  it.each([
    ['(619) 555-0142', ['tel:6195550142', 'sms:6195550142']],
    ['Sam: +1 619.555.0142 until 10 PM', ['tel:+16195550142', 'sms:+16195550142']],
    ['aboard@example.com', ['mailto:aboard@example.com']],
    ['Ask at Pier 32, slip 4', []],
    ['sam6195550142@example.com', ['mailto:sam6195550142@example.com']],
    ['', []],
  ])('%s', (contact, links) => {
    expect(contactLinks(contact).map(({ href }) => href)).toEqual(links);
  });
});
