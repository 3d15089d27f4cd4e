import type { KillCell } from '../faults/kills.ts';
import type { Cell, Matrix } from '../faults/matrix.ts';
import { MISHAPS } from '../faults/mishaps.ts';
import type { Services } from '../faults/services.ts';
import { alignColumns } from './columns.ts';
import type { TerminalStyle } from './terminal-style.ts';

export interface Totals {
  tried: number;
  failed: number;
  /** In how many the captain was needed, by design. */
  asked: number;
}

type Tried = Pick<Cell, 'asked' | 'faults'>;

const SERVICES_IN_WORDS: Record<Services, string> = {
  ours: 'services that honour idempotency keys',
  foreign: 'foreign services that know only their POSTs',
};

/** Operations down, mishaps across; below it, what went wrong. */
export function matrixLines(
  { scenario, services, operations, cells }: Matrix,
  style: TerminalStyle,
): string[] {
  const numbers = MISHAPS.map((_, index) => String(index + 1));
  const lines = operations.map((operation) => [
    operation,
    ...MISHAPS.map(({ name }) =>
      markOf(cells.find((cell) => cell.operation === operation && cell.mishap === name)),
    ),
  ]);
  const [head = '', ...rows] = alignColumns([['', ...numbers], ...lines]);
  return [
    style.bold(`A ${scenario}, ${SERVICES_IN_WORDS[services]}`),
    ...MISHAPS.map(({ name }, index) => style.dim(`${String(index + 1).padStart(4)}  ${name}`)),
    '',
    style.dim(head),
    ...rows,
    ...wrongLines(
      cells.map((cell) => ({ ...cell, place: `${cell.operation}, ${cell.mishap}` })),
      style,
    ),
    '',
  ];
}

/** One mark a call, in order. */
export function killLines(cells: readonly KillCell[], style: TerminalStyle): string[] {
  return [
    style.bold(
      `A first publish, killed right before each of its ${cells.length} calls of Apps Script's services`,
    ),
    cells.map(markOf).join(''),
    ...wrongLines(
      cells.map((cell) => ({ ...cell, place: `call ${cell.index}, ${cell.call}` })),
      style,
    ),
    '',
  ];
}

export function totalsOf(cells: readonly Tried[]): Totals {
  return {
    tried: cells.length,
    failed: cells.filter(({ faults }) => faults.length > 0).length,
    asked: cells.filter(({ asked }) => asked).length,
  };
}

export function totalsLines({ tried, failed, asked }: Totals): string[] {
  return [
    `${tried} cells tried: ${tried - failed} hold, ${failed} fail.`,
    `✓ holds   ? holds, and the captain had a word to say, where only a person can (${asked} cells)   ✗ fails`,
    '· not tried: it cannot happen there, or happened with the first of its round',
  ];
}

function markOf(cell: Tried | undefined): string {
  if (!cell) return '·';
  if (cell.faults.length > 0) return '✗';
  return cell.asked ? '?' : '✓';
}

function wrongLines(cells: readonly (Tried & { place: string })[], style: TerminalStyle): string[] {
  return cells.flatMap(({ place, faults }) => faults.map((fault) => style.red(`  ✗ ${place}: ${fault}`)));
}
