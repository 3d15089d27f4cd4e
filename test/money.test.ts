import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { divideRoundHalfAway, dollars, GREATEST_GROSS_CENTS, readCents } from '../src/booking/money.ts';

const anyInteger = fc.integer({ min: -Number.MAX_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
const anyDenominator = fc.oneof(
  fc.integer({ min: 1, max: 2_000_000 }),
  fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
);

describe('dividing to the nearest integer', () => {
  it.each([
    [1, 2, 1],
    [-1, 2, -1],
    [3, 2, 2],
    [-3, 2, -2],
    [1, 3, 0],
    [2, 3, 1],
    [-5, 3, -2],
    [15_133_500_000, 1_000_000, 15_134],
  ])('%d / %d is %d', (numerator, denominator, quotient) => {
    expect(divideRoundHalfAway(numerator, denominator)).toBe(quotient);
  });

  it('agrees with exact arithmetic, whatever the size', () => {
    fc.assert(
      fc.property(anyInteger, anyDenominator, (numerator, denominator) => {
        const doubled = 2n * BigInt(Math.abs(numerator)) + BigInt(denominator);
        const magnitude = doubled / (2n * BigInt(denominator));
        expect(BigInt(divideRoundHalfAway(numerator, denominator))).toBe(
          numerator < 0 ? -magnitude : magnitude,
        );
      }),
    );
  });

  it('treats owing like owning', () => {
    fc.assert(
      fc.property(anyInteger, anyDenominator, (numerator, denominator) => {
        expect(
          divideRoundHalfAway(-numerator, denominator) + divideRoundHalfAway(numerator, denominator),
        ).toBe(0);
      }),
    );
  });

  it.each([
    [0.5, 2],
    [2 ** 53, 2],
    [1, 0],
    [1, -2],
    [Number.NaN, 2],
  ])('refuses %d / %d', (numerator, denominator) => {
    expect(() => divideRoundHalfAway(numerator, denominator)).toThrow(RangeError);
  });
});

describe('dollars in a cell', () => {
  const readGross = readCents(GREATEST_GROSS_CENTS);

  it.each([
    [840.75, 84_075],
    [0, 0],
    [1.1, 110],
    [4.35, 435],
    [1_000_000.29, 100_000_029],
    ['840.75', 84_075],
    [' $840.75 ', 84_075],
    ['$1,234,567.5', 123_456_750],
    ['.5', 50],
    ['-0', 0],
  ])('%o is %d cents', (cell, cents) => {
    expect(readGross(cell)).toStrictEqual({ ok: true, value: cents });
  });

  it.each([
    840.751,
    1.005,
    -1,
    10_000_000.01,
    1e300,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    '',
    'about 800',
    '840,75',
    '12,34.50',
    '$',
    '1e3',
    '0x10',
    true,
    new Date(0),
  ])('refuses %o and says what would be right', (cell) => {
    const reading = readGross(cell);
    expect(reading.ok ? reading.value : reading.error).toEqual([expect.stringContaining('such as 840.75')]);
  });

  it('reads every amount of whole cents exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: GREATEST_GROSS_CENTS }), (cents) => {
        expect(readGross(cents / 100)).toStrictEqual({ ok: true, value: cents });
        expect(readGross(dollars(cents))).toStrictEqual({ ok: true, value: cents });
      }),
    );
  });

  it('never rounds a fraction of a cent away', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 1, max: 9 }),
        (cents, tenths) => {
          expect(readGross((cents * 10 + tenths) / 1000).ok).toBe(false);
        },
      ),
    );
  });
});

describe('dollars in words', () => {
  it.each([
    [0, '$0.00'],
    [5, '$0.05'],
    [28_941, '$289.41'],
    [123_456, '$1,234.56'],
    [100_000_000, '$1,000,000.00'],
    [-1200, '-$12.00'],
    [-7, '-$0.07'],
    [-123_456_789, '-$1,234,567.89'],
  ])('%d cents are %s', (cents, words) => {
    expect(dollars(cents)).toBe(words);
  });
});
