import { type Figure, holds } from '../bench/figure.ts';
import type { Machine } from '../bench/machine.ts';
import { alignColumns } from './columns.ts';
import type { TerminalStyle } from './terminal-style.ts';

/** A line for each figure, and whether all limits hold. */
export function benchLines(machine: Machine, figures: readonly Figure[], style: TerminalStyle): string[] {
  const [header = '', ...lines] = alignColumns(
    [
      ['FIGURE', 'VALUE', 'UNIT', 'LIMIT', ''],
      ...figures.map((figure) => [
        figure.name,
        readable(figure),
        figure.unit,
        figure.limit ? `${figure.limit.bound} ${figure.limit.value.toLocaleString('en-US')}` : '',
        verdict(figure),
      ]),
    ],
    [1],
  );
  const failing = figures.filter((figure) => holds(figure) === false);
  return [
    `Measured on ${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${machine.platform}.`,
    '',
    style.dim(header),
    ...lines.map((line, index) => (failing.some((one) => one === figures[index]) ? style.red(line) : line)),
    '',
    failing.length === 0
      ? style.green('All limits hold.')
      : style.red(`Not within its limit: ${failing.map(({ name }) => name).join(', ')}.`),
  ];
}

/** What scripts read: one document. */
export function benchDocument(machine: Machine, figures: readonly Figure[]): object {
  return {
    machine,
    figures: figures.map((figure) => {
      const { name, value, unit, limit } = figure;
      return { name, value, unit, ...(limit && { limit: limit.value, holds: holds(figure) }) };
    }),
  };
}

function readable({ value, unit }: Figure): string {
  const digits = unit === 'ms' ? 1 : 0;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

function verdict(figure: Figure): string {
  const isHeld = holds(figure);
  if (isHeld === undefined) return '';
  return isHeld ? 'holds' : 'FAILS';
}
