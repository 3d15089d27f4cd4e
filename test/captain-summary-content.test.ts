import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/booking/booking.ts';
import {
  captainSummaryContent,
  renderCaptainSummary,
  type SummaryFacts,
  type SummaryNews,
  summaryChanges,
  summaryFacts,
} from '../src/projections/captain-summary-content.ts';
import { anyBooking } from './support/booking-arbitrary.ts';
import { goldenBooking, goldenSettings } from './support/golden-booking.ts';

const published = {
  guestPageUrl: 'https://queenofsandiego.com/g/xhqgmdh',
  calendarEntryId: 'entry-1',
  crewEventId: 'event-1',
  warnings: ['JADA overlaps with booking ABC123'],
  replies: [
    { crew_id: 'sam', reply: 'confirmed', mail: 'sent' },
    { crew_id: 'dana', reply: 'declined', mail: 'sent' },
  ],
};

function mail(booking: Booking, news: SummaryNews = { kind: 'new' }, links = published) {
  return renderCaptainSummary(captainSummaryContent(booking, goldenSettings, links), news);
}

describe('the mail', () => {
  it('says in its subject which charter, from where and when', () => {
    const when = 'XHQGMDH · Boatsetter · Sun May 30, 9:00 AM';
    expect(mail(goldenBooking()).subject).toBe(`Published: ${when}`);
    expect(mail(goldenBooking(), { kind: 'changed', changes: [] }).subject).toBe(`Changed: ${when}`);
    expect(mail(goldenBooking(), { kind: 'cancelled' }).subject).toBe(`Cancelled: ${when}`);
  });

  it('says how each of the crew stands, as far as it is known', () => {
    const { html, text } = mail(goldenBooking());
    expect(text).toMatch(/Sam Pemberton, captain: .*\n {2}Confirmed\n/);
    expect(text).toMatch(/Dana Whitfield, deckhand: .*\n {2}Can’t make it\n/);
    expect(text).toMatch(/Lee Okafor, deckhand: .*\n {2}lee@example\.com/);
    expect(html).toContain('>Confirmed</span>');
    expect(html).toContain('>Can’t make it</span>');
  });

  it('says in its subject what the crew answered', () => {
    const { subject, html } = mail(goldenBooking(), { kind: 'crew', words: 'Dana can’t make it' });
    expect(subject).toBe('Dana can’t make it: XHQGMDH · Boatsetter · Sun May 30, 9:00 AM');
    expect(html).toContain('>Dana can’t make it</p>');
  });

  it('tells everything in both forms', () => {
    const { html, text } = mail(goldenBooking());
    for (const words of [
      'Marisol Quintanilla',
      '8 guests',
      'Sunday, May 30',
      '9:00 AM – 12:00 PM',
      '3 hours',
      '8:45 AM',
      'Sheraton Marina',
      '$840.75',
      '-$250.00',
      '-$150.00',
      '-$151.34',
      '$289.41',
      'Port fee (18%)',
      'Sam Pemberton',
      '$150.00',
      'Dana Whitfield',
      'Lee Okafor',
      '$125.00',
      '5 hours × $25.00',
      'lee@example.com',
      'Soft-soled shoes',
      'Ice and the good glasses',
      'Asked for a discount twice.',
      'https://queenofsandiego.com/g/xhqgmdh',
      'entry-1',
      'event-1',
      'JADA overlaps with booking ABC123',
    ]) {
      expect(html).toContain(words);
      expect(text).toContain(words);
    }
  });

  it('lists what changed', () => {
    const { html, text } = mail(goldenBooking(), { kind: 'changed', changes: ['start 15:30 → 16:30'] });
    expect(html).toContain('start 15:30 → 16:30');
    expect(text).toContain('start 15:30 → 16:30');
    expect(mail(goldenBooking()).text).not.toContain('WHAT CHANGED');
  });

  it('shows a negative net as what it is', () => {
    const { revenue, ...booking } = goldenBooking();
    const { html, text } = mail({ ...booking, revenue: { ...revenue, netCents: -1200 } });
    for (const body of [html, text]) {
      expect(body).toContain('-$12.00');
      expect(body).toContain('This charter loses money.');
    }
    expect(mail(goldenBooking()).html).not.toContain('loses money');
  });

  it('aligns the money in plain text', () => {
    const lines = mail(goldenBooking())
      .text.split('\n')
      .filter((line) => /\$\d+\.\d\d$/.test(line));
    expect(lines).toHaveLength(5);
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });

  it('shows no money before it is opened', () => {
    const html = mail(goldenBooking()).html;
    const preheader = /<div style="display:none[^>]*>([^<]*)</.exec(html)?.[1];
    expect(preheader).toContain('Marisol Quintanilla');
    expect(preheader).not.toContain('$');
  });

  it('leaves out ids that do not exist', () => {
    const { text } = mail(
      goldenBooking(),
      { kind: 'cancelled' },
      { ...published, calendarEntryId: '', crewEventId: '' },
    );
    expect(text).toContain('This charter was cancelled.');
    expect(text).not.toContain('Calendar entry');
    expect(text).not.toContain('Crew event');
  });

  it('whatever the cells hold, is one subject line, escaped HTML and plain text as written', () => {
    fc.assert(
      fc.property(
        anyBooking,
        fc.constantFrom('\r\nBcc: x@example.com', '\n', '\u2028', '\u0085', '\0'),
        (booking, breaker) => {
          const { subject, html, text } = mail({ ...booking, source: `Web${breaker}site` });
          expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
          expect(html).not.toMatch(/<(script|img|iframe)\b/i);
          expect(html.match(/<\/?style>/g)).toHaveLength(2);
          expect(text).toContain(booking.privateNotes);
          expect(text).toContain(booking.guest);
        },
      ),
    );
  });
});

describe('the facts that the journal keeps', () => {
  it('are small', () => {
    const bytes = (booking: Booking): number => Buffer.byteLength(JSON.stringify(summaryFacts(booking)));
    expect(bytes(goldenBooking())).toBeLessThanOrEqual(400);
    const long = 'x'.repeat(5000);
    const { location, ...booking } = goldenBooking();
    expect(
      bytes({
        ...booking,
        source: long,
        boat: long,
        guest: long,
        guestNotes: long,
        location: { ...location, name: long },
      }),
    ).toBeLessThanOrEqual(560);
  });

  it('know nothing of private notes', () => {
    fc.assert(
      fc.property(anyBooking, fc.string(), (booking, privateNotes) => {
        expect(summaryFacts({ ...booking, privateNotes })).toEqual(summaryFacts(booking));
      }),
    );
  });

  it('do not depend on the order in which the crew is listed', () => {
    const booking = goldenBooking();
    expect(summaryFacts({ ...booking, crew: [...booking.crew].reverse() })).toEqual(summaryFacts(booking));
  });
});

describe('changes', () => {
  const change = (edit: (booking: Booking) => Partial<Booking>): string[] => {
    const booking = goldenBooking();
    return summaryChanges(summaryFacts(booking), summaryFacts({ ...booking, ...edit(booking) }));
  };
  const dana = goldenBooking().crew.slice(0, 1);
  const mo = {
    paidMinutes: 300,
    member: { ...goldenBooking().captain.member, crewId: 'mo', name: 'Mo Ito' },
  };

  it.each<[string[], (booking: Booking) => Partial<Booking>]>([
    [['start 09:00 → 16:30'], ({ schedule }) => ({ schedule: { ...schedule, start: '16:30' } })],
    [['date Sun May 30 → Mon May 31'], ({ schedule }) => ({ schedule: { ...schedule, date: '2027-05-31' } })],
    [['hours 3h → 2h 30m'], ({ schedule }) => ({ schedule: { ...schedule, durationMinutes: 150 } })],
    [['crew: + Mo, − Lee'], () => ({ crew: [...dana, mo] })],
    [['crew: − Lee'], () => ({ crew: dana })],
    [['crew: − Dana, − Lee', 'crew hours 5h → none'], () => ({ crew: [] })],
    [['captain Sam → Mo'], () => ({ captain: mo })],
    [['boat JADA → Queen'], () => ({ boat: 'Queen' })],
    [['guest Marisol Quintanilla → Ana'], () => ({ guest: 'Ana' })],
    [['party 8 → 9'], () => ({ party: 9 })],
    [['guest notes changed'], ({ guestNotes }) => ({ guestNotes: `${guestNotes}.` })],
    [['crew notes changed'], () => ({ crewNotes: '' })],
    [
      ['gross $840.75 → $1,000.00', 'net $289.41 → $448.66'],
      ({ revenue }) => ({ revenue: { ...revenue, grossCents: 100_000, netCents: 44_866 } }),
    ],
  ])('%j', (words, edit) => {
    expect(change(edit)).toEqual(words);
  });

  it('are seen behind the cut of a long text', () => {
    const long = 'Queen of the whole wide San Diego Bay';
    const facts = (boat: string) => summaryFacts({ ...goldenBooking(), boat });
    expect(summaryChanges(facts(`${long} I`), facts(`${long} II`))).toHaveLength(1);
  });

  it('are there if and only if a fact differs, whichever it is', () => {
    const facts = Object.keys(summaryFacts(goldenBooking())) as (keyof SummaryFacts)[];
    fc.assert(
      fc.property(anyBooking, anyBooking, (booking, other) => {
        const before = summaryFacts(booking);
        for (const fact of facts) {
          const after = { ...before, [fact]: summaryFacts(other)[fact] };
          const differs = JSON.stringify(before) !== JSON.stringify(after);
          expect([fact, summaryChanges(before, after).length > 0]).toEqual([fact, differs]);
        }
      }),
    );
  });
});
