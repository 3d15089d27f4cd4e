import type { Reader } from './cells.ts';
import { parseNumber, readWhole } from './cells.ts';

/**
 * The most that one charter may gross: 10 million dollars, in cents.
 * Times the millionths of a fee it stays below 2^53, so that the arithmetic is exact.
 */
export const GREATEST_GROSS_CENTS = 1_000_000_000;

/** Dollars as a number or as text (`840.75`, `$1,234.50`), to cents. Below zero and fractions of a cent are refused. */
export function readCents(to: number): Reader<number> {
  const advice = `Write dollars with at most two decimals, such as 840.75, from 0 to ${dollars(to)}.`;
  return readWhole({
    scale: 100,
    from: 0,
    to,
    advice,
    parse: (text) => parseNumber(text.replace(/^\$ ?/, '')),
  });
}

/**
 * The quotient rounded to the nearest integer, halves away from zero. Exact: no fraction is ever formed.
 * Throws RangeError unless both are safe integers and the denominator is above zero.
 */
export function divideRoundHalfAway(numerator: number, denominator: number): number {
  if (!Number.isSafeInteger(numerator) || !Number.isSafeInteger(denominator) || denominator <= 0) {
    throw new RangeError(`Cannot divide ${numerator} by ${denominator} exactly`);
  }
  const remainder = numerator % denominator;
  const quotient = (numerator - remainder) / denominator;
  const isHalfOrMore = Math.abs(remainder) >= denominator - Math.abs(remainder);
  return isHalfOrMore ? quotient + Math.sign(numerator) : quotient;
}

/** `$1,234.56`, `-$12.00`. */
export function dollars(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${cents < 0 ? '-' : ''}$${whole}.${digits.slice(-2)}`;
}
