import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Booking } from '../src/booking/booking.ts';
import type { Revenue } from '../src/booking/revenue.ts';
import { crewFacing } from '../src/projections/crew-facing.ts';
import { scrubMoney } from '../src/projections/scrub.ts';
import { goldenBooking } from './support/golden-booking.ts';

const golden = goldenBooking().revenue;
const scrub = (text: string): string => scrubMoney(text, golden);

describe('labelled lines go', () => {
  it.each([
    'Revenue: $840.75',
    'REVENUE - 900',
    'gross = 840,75',
    'Net 289.41',
    'Net: $12',
    'total: $1,050.00',
    'Total: 2,150.00',
    'Grand total   USD 900',
    'Port fee 18%: $151.34',
    'Port fee (18 %) = 151',
    'Port fee: 18%',
    'Captain fee: 150',
    "Captain's cost (3h): $150.00",
    'Captain fee: paid in cash: $120',
    'Crew cost\t250',
    'crew pay → 2 × $125',
    'Payout: €700',
    'Earnings: 5',
    'Estimated net profit is about 300',
    'Charter fee: $900',
    '  - **Revenue:** $840.75 (18% to the port)',
    '💰 Gross charter revenue: 840',
    '3. Commission: $84.08',
  ])('%s', (line) => {
    expect(scrub(line)).toBe('');
    expect(scrub(`Bring ice.\n${line}\r\nDock at 8:15.`)).toBe('Bring ice.\nDock at 8:15.');
  });

  it('keeps what follows in another sentence', () => {
    expect(scrub('Revenue: $840.75. Guests want snorkels.')).toBe('Guests want snorkels.');
    expect(scrub('Deckhand pay $25/h; meet at 8:15')).toBe('meet at 8:15');
  });

  it('takes a clause out of the middle of a line', () => {
    expect(scrub('Bring hats, gross $900, and ice.')).toBe('Bring hats, and ice.');
    expect(scrub('Bring hats (net $300 after fees) and ice')).toBe('Bring hats and ice');
  });

  it('leaves one blank line where it left two', () => {
    expect(scrub('Bring ice.\n\nRevenue: $900\nNet: $300\n\nDock at 8:15.\n')).toBe(
      'Bring ice.\n\nDock at 8:15.\n',
    );
    expect(scrub('Revenue: $900\n\nBring ice.')).toBe('Bring ice.');
    expect(scrub('Bring ice.\n\nRevenue: $900')).toBe('Bring ice.');
  });

  it('finds a label that only appears once another figure is gone', () => {
    expect(scrub('Captain ($840.75) fee: $900')).toBe('');
  });
});

describe("this booking's own figures go, however they are spelled", () => {
  it.each([
    ['we got $840.75 for it', 'we got for it'],
    ['we got 840.75 for it', 'we got for it'],
    ['we got 840,75 for it', 'we got for it'],
    ['we got 840,75 € for it', 'we got for it'],
    ['we got USD 840.75 for it', 'we got for it'],
    ['we got US$840.75 for it', 'we got for it'],
    ['we got 840.75 dollars for it', 'we got for it'],
    ['we got "$840.75" for it', 'we got for it'],
    ['we got ($ 840.75) for it', 'we got for it'],
    ['paid$840.75', 'paid'],
    ['we keep $289.41.', 'we keep.'],
    ['the boat loses −$289.41!', 'the boat loses!'],
    ['crew get $250, the captain 150 dollars', 'crew get, the captain'],
    ['crew get $250.00 and the captain 150.00', 'crew get and the captain'],
    ['the port takes [151.34]', 'the port takes'],
  ])('%s', (text, left) => {
    expect(scrub(text)).toBe(left);
  });

  it.each([
    '$1,234.50',
    '$1234.50',
    '1,234.50',
    '1.234,50',
    '1 234,50 €',
    "1'234.50",
    '$1234.5',
    'USD1,234.5',
  ])('thousands as in %s', (spelling) => {
    expect(scrubMoney(`we got ${spelling} for it`, { ...golden, grossCents: 123_450 })).toBe('we got for it');
  });

  it('a negative net too', () => {
    const revenue = { ...golden, netCents: -28_941 };
    expect(scrubMoney('it loses $289.41', revenue)).toBe('it loses');
    expect(scrubMoney('it makes -$289.41', revenue)).toBe('it makes');
  });
});

describe('everything else stays, byte for byte', () => {
  it.each([
    'bring $40 for parking',
    'Pier 289, slip 250, 150 ft of line, 840 steps',
    '$1840.75, 840.755, $2500, 1.840.75.3 and 12,840.75',
    'Total: 8 guests',
    'Total guests: 8',
    'Parking total: $40',
    'Net: 2, on the bow',
    'Gross tonnage: 12',
    'Crew cost: none. Bring $40 for parking',
    'Port fees were waived',
    'The revenue office is at Pier 5',
    'Meet at 9.00 AM, call +1 (619) 289-4100',
    '$0 deposit, 0.00 left to pay',
    '  indented\t\r\n\r\n\r\n\n\u2028 zażółć 👩‍👩‍👧 שלום  \n',
  ])('%j', (text) => {
    expect(scrubMoney(text, { ...golden, portFeeCents: 0 })).toBe(text);
  });

  it('whatever holds neither a digit nor a label', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), anyRevenue(), (text, revenue) => {
        const harmless = text.replace(/\p{Nd}/gu, '');
        expect(scrubMoney(harmless, revenue)).toBe(harmless);
      }),
    );
  });
});

describe('nothing that we sent is ever scrubbed', () => {
  it('what passed the filter once passes it unchanged for ever', () => {
    fc.assert(
      fc.property(
        anyRevenue().chain((revenue) => fc.tuple(fc.constant(revenue), notesAbout(revenue))),
        ([revenue, notes]) => {
          const sent = scrubMoney(notes, revenue);
          expect(scrubMoney(sent, revenue)).toBe(sent);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('and shows none of the figures as money', () => {
    fc.assert(
      fc.property(
        anyRevenue().chain((revenue) => fc.tuple(fc.constant(revenue), notesAbout(revenue))),
        ([revenue, notes]) => {
          const sent = scrubMoney(notes, revenue);
          for (const cents of Object.values(revenue)) {
            if (cents !== 0) expect(moneyIn(sent)).not.toContain(Math.abs(cents));
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('what the calendar and the crew system are told', () => {
  const told = (changes: Partial<Booking>) => crewFacing({ ...goldenBooking(), ...changes });

  it('holds no money that stands in a cell beside the notes', () => {
    const { location } = goldenBooking();
    expect(
      told({
        source: 'Boatsetter $840.75',
        boat: 'JADA (net 289.41)',
        guest: 'Dana Reyes ($840.75 gross)',
        location: { ...location, name: 'Sheraton Marina: $151.34' },
      }),
    ).toMatchObject({
      event_name: 'Boatsetter — May 30 (3h)',
      boat: 'JADA',
      guest_name: 'Dana Reyes (gross)',
      location: 'Sheraton Marina',
    });
  });

  it.each(['Revenue: $840.75', '840.75', 'Total = 900'])(
    'names the charter by its day, be the source %j',
    (source) => {
      expect(told({ source }).event_name).toBe('Charter — May 30 (3h)');
    },
  );

  it('passes the filter unchanged, field by field', () => {
    const charter = anyRevenue().chain((revenue) => {
      const text = notesAbout(revenue);
      return fc.record({
        revenue: fc.constant(revenue),
        ...{ source: text, boat: text, guest: text, guestNotes: text, crewNotes: text },
        location: text.map((name) => ({ ...goldenBooking().location, name })),
      });
    });
    fc.assert(
      fc.property(charter, (changes) => {
        for (const text of Object.values(told(changes))) {
          if (typeof text === 'string') expect(scrubMoney(text, changes.revenue)).toBe(text);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

it('gets through 50,000 hostile characters', () => {
  const hostile = [
    ' ',
    '1',
    '.',
    '(',
    ', ',
    'gross ',
    'total total,',
    'revenue: ',
    'net ((((((',
    'captain fee (',
    '$840.75 (',
    'net 1,',
    'total 1.',
  ];
  for (const unit of hostile) {
    const text = unit.repeat(50_000 / unit.length);
    const sent = scrub(text);
    expect(scrub(sent)).toBe(sent);
  }
});

function anyRevenue(): fc.Arbitrary<Revenue> {
  const cents = fc.oneof(
    fc.integer({ min: 0, max: 2_000_000 }),
    fc.integer({ min: 0, max: 2000 }).map((n) => n * 1000),
  );
  return fc.record({
    grossCents: cents,
    crewCents: cents,
    captainCents: cents,
    portFeeCents: cents,
    netCents: fc.integer({ min: -2_000_000, max: 2_000_000 }),
  });
}

/** Lines such as captains write, with this charter's figures in many spellings, in any order and nesting. */
function notesAbout(revenue: Revenue): fc.Arbitrary<string> {
  const figure = fc.constantFrom(...Object.values(revenue).map((cents) => Math.abs(cents))).chain((cents) => {
    const plain = (cents / 100).toFixed(2);
    const grouped = plain.replace(/\B(?=(\d{3})+\.)/g, ',');
    const spellings = [
      plain,
      grouped,
      `$${plain}`,
      `$${grouped}`,
      plain.replace('.', ','),
      `USD ${grouped}`,
      `"$${plain}"`,
    ];
    return fc.constantFrom(
      ...spellings,
      `${plain} dollars`,
      `($${grouped})`,
      ...(cents % 100 === 0 ? [`$${cents / 100}`] : []),
    );
  });
  const label = fc.constantFrom(
    'Revenue',
    'net',
    'TOTAL',
    'Port fee',
    'captain fee',
    'Crew cost',
    'gross earnings',
  );
  const glue = fc.constantFrom(
    ' ',
    ': ',
    ' - ',
    ', ',
    '. ',
    ' (',
    ') ',
    '\n',
    '\r\n',
    '\n\n',
    '; ',
    ' = ',
    ' and ',
    '',
  );
  const other = fc.constantFrom(
    'bring $40 for parking',
    'Pier 289',
    'ice',
    '8 guests',
    '👩‍👩‍👧',
    '18%',
    '9.30',
    'Gate C',
  );
  return fc
    .array(fc.oneof(figure, label, glue, other, fc.string({ unit: 'grapheme', maxLength: 5 })), {
      maxLength: 30,
    })
    .map((pieces) => pieces.join(''));
}

/** Every amount that a plain reader would see as money with a sign and two decimals, in cents. */
function moneyIn(text: string): number[] {
  return Array.from(
    text.matchAll(/\$(\d[\d,]*)\.(\d\d)(?![\d]|[.,’']\d)/g),
    ([, whole = '', decimals = '']) => Number(whole.replace(/,/g, '') + decimals),
  );
}
