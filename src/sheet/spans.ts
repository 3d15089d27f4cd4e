/** Neighbouring rows or columns, both ends included. */
export interface Span {
  first: number;
  last: number;
}

/** The fewest spans that hold these numbers and no others, in order. */
export function spansOf(numbers: Iterable<number>): Span[] {
  const spans: Span[] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const span = spans[spans.length - 1];
    if (span && span.last === number - 1) span.last = number;
    else spans.push({ first: number, last: number });
  }
  return spans;
}

/** All numbers of a span. */
export function within({ first, last }: Span): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
