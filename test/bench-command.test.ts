import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { evaluationFigures } from '../local/bench/evaluation.ts';
import { atLeast, atMost, exactly, type Figure, holds } from '../local/bench/figure.ts';
import { median } from '../local/bench/median.ts';
import { benchDocument, benchLines } from '../local/cli/bench-report.ts';
import { terminalStyle } from '../local/cli/terminal-style.ts';
import { removeTemporaryFolders, temporaryFolder } from './support/commands.ts';

const root = path.resolve(import.meta.dirname, '..');

afterAll(removeTemporaryFolders);

/** The command as `npm run build` leaves it. */
function bench(...options: string[]): Promise<{ code: number | string; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const command = [path.join(root, 'build/cli/bench.mjs'), ...options];
    execFile(process.execPath, command, { cwd: root }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr }),
    );
  });
}

interface Report {
  machine: Record<string, unknown>;
  figures: { name: string; value: number; unit: string; limit?: number; holds?: boolean }[];
}

describe('npm run bench -- --json', () => {
  it('says on what it measured which figures, and whether their limits hold', async () => {
    const { code, stdout, stderr } = await bench('--json', '--repeat', '1', '--published', '31');
    expect(stderr).toBe('');
    const { machine, figures }: Report = JSON.parse(stdout);

    expect(machine).toEqual({
      cpu: expect.stringMatching(/./),
      cores: expect.any(Number),
      node: process.version,
      platform: `${process.platform} ${process.arch}`,
    });
    const isPart = ({ name, unit }: Report['figures'][number]) =>
      name.startsWith('dist/Code.js: ') && unit === 'bytes';
    expect(figures.filter((one) => !isPart(one)).map(({ name, unit, limit }) => [name, unit, limit])).toEqual(
      [
        ['dist/Code.js', 'bytes', 150_000],
        ['dist/templates.html', 'bytes', undefined],
        ['dist/sheet-designs.html', 'bytes', undefined],
        ['dist/setting-words.html', 'bytes', undefined],
        ['dist/Code.js: evaluation', 'ms', 20],
        ['signatures of a 10 KB page', 'per second', 3000],
        ['one booking, nothing cached: rounds', 'rounds', 7],
        ['one booking, nothing cached: requests', 'requests', undefined],
        ['one booking, nothing cached: spreadsheet calls', 'calls', 25],
        ['one booking: rounds', 'rounds', 5],
        ['one booking: requests', 'requests', undefined],
        ['one booking: spreadsheet calls', 'calls', 25],
        ['one booking: time', 'ms', undefined],
        ['batch of 25: rounds', 'rounds', 8],
        ['batch of 25: requests', 'requests', undefined],
        ['batch of 25: spreadsheet calls', 'calls', 40],
        ['batch of 25: CloudFront invalidations', 'invalidations', 1],
        ['batch of 25: time', 'ms', undefined],
        ['timer with 31 published, nothing to do: requests', 'requests', undefined],
        ['timer with 31 published, nothing to do: spreadsheet calls', 'calls', undefined],
        ['timer with 31 published, nothing to do: time', 'ms', undefined],
        ['simple onEdit in 500 rows: spreadsheet calls', 'calls', undefined],
        ['simple onEdit in 500 rows: time', 'ms', undefined],
        ['guest page', 'bytes', 40 * 1024],
        ['guest page on a phone: Lighthouse performance', 'points', 95],
        ['guest page on a phone, slow 4G: largest paint', 'ms', 2000],
        ['workbench with the examples: first paint', 'ms', 2000],
        ['workbench with the examples: cells on screen', 'ms', 2000],
        ['workbench with the examples: edit to kanban card', 'ms', 300],
        ['workbench with 2000 bookings: first paint', 'ms', undefined],
        ['workbench with 2000 bookings: cells on screen', 'ms', undefined],
        ['workbench with 2000 bookings: edit to kanban card', 'ms', undefined],
      ],
    );
    for (const { name, value } of figures) {
      expect(value, name).toSatisfy(Number.isFinite);
      // A timer with nothing to do asks nobody.
      if (!name.endsWith('nothing to do: requests')) expect(value, name).toBeGreaterThan(0);
    }
    for (const { name, limit, holds } of figures) {
      expect(typeof holds, name).toBe(limit === undefined ? 'undefined' : 'boolean');
    }
    expect(code).toBe(figures.some(({ holds }) => holds === false) ? 1 : 0);

    // What a machine's load can't change.
    const counted = figures.filter(({ unit }) => ['rounds', 'calls', 'invalidations'].includes(unit));
    expect(counted.filter(({ holds }) => holds === false)).toEqual([]);
    const cold = figures.find(({ name }) => name === 'one booking, nothing cached: rounds');
    const cached = figures.find(({ name }) => name === 'one booking: rounds');
    expect(cached?.value).toBeLessThan(cold?.value ?? 0);

    const parts = figures.filter(isPart);
    expect(parts.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'dist/Code.js: src/publish',
        'dist/Code.js: templates',
        'dist/Code.js: aws4fetch',
      ]),
    );
    const together = parts.reduce((sum, { value }) => sum + value, 0);
    expect(together / (figures[0]?.value ?? 0)).toBeCloseTo(1, 1);
  }, 180_000);
});

describe('what npm run bench is given', () => {
  it.each([
    [['--jsno'], 'no option --jsno'],
    [['json'], '“json” is no option'],
    [['--repeat', '0'], '--repeat “0” is no count'],
    [['--repeat', 'many'], '--repeat “many” is no count'],
    [['--published', '30'], '--published “30” is no count to use. Write a number from 31 to 300.'],
    [['--published', '301'], '--published “301” is no count'],
  ])('refuses %j in one line', async (options, message) => {
    const { code, stdout, stderr } = await bench(...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^bench: [^\n]+\n$/);
    expect(stderr).toContain(message);
  });

  it('explains itself', async () => {
    const { code, stdout } = await bench('--help');
    expect(code).toBe(0);
    for (const option of ['--json', '--repeat', '--published']) expect(stdout).toContain(option);
  });
});

const machine = { cpu: 'A processor', cores: 2, node: 'v20.20.0', platform: 'linux x64' };
const figures: Figure[] = [
  { name: 'dist/Code.js', value: 150_001, unit: 'bytes', limit: atMost(150_000) },
  { name: 'evaluation', value: 9.96, unit: 'ms', limit: atMost(20) },
  { name: 'one booking: time', value: 1234.56, unit: 'ms' },
];

describe('the report', () => {
  it('is a table for people, plain where nobody is at a terminal', () => {
    expect(benchLines(machine, figures, terminalStyle({}))).toEqual([
      'Measured on A processor, 2 cores, Node v20.20.0, linux x64.',
      '',
      'FIGURE               VALUE  UNIT   LIMIT',
      'dist/Code.js       150,001  bytes  at most 150,000  FAILS',
      'evaluation            10.0  ms     at most 20       holds',
      'one booking: time  1,234.6  ms',
      '',
      'Not within its limit: dist/Code.js.',
    ]);
    expect(benchLines(machine, figures.slice(1), terminalStyle({})).at(-1)).toBe('All limits hold.');
  });

  it('paints red what fails, and that alone', () => {
    const lines = benchLines(machine, figures, terminalStyle({ isTTY: true }, {}));
    expect(lines.filter((line) => line.startsWith('\u001b[31m'))).toEqual([
      expect.stringContaining('dist/Code.js  '),
      expect.stringContaining('Not within its limit'),
    ]);
  });

  it('is a document for scripts, in which a figure for information has no limit', () => {
    expect(benchDocument(machine, figures)).toEqual({
      machine,
      figures: [
        { name: 'dist/Code.js', value: 150_001, unit: 'bytes', limit: 150_000, holds: false },
        { name: 'evaluation', value: 9.96, unit: 'ms', limit: 20, holds: true },
        { name: 'one booking: time', value: 1234.56, unit: 'ms' },
      ],
    });
  });
});

describe('figures', () => {
  it.each([
    [atMost(5), [true, true, false]],
    [atLeast(5), [false, true, true]],
    [exactly(5), [false, true, false]],
    [undefined, [undefined, undefined, undefined]],
  ])('hold %j', (limit, expected) => {
    const held = [4, 5, 6].map((value) =>
      holds({ name: 'rounds', value, unit: 'rounds', ...(limit && { limit }) }),
    );
    expect(held).toEqual(expected);
  });

  it.each([
    [[3], 3],
    [[10, 9], 9.5],
    [[100, 2, 9], 9],
    [[4, 1, 100, 2], 3],
  ])('the median of %j is %d', (values, expected) => {
    expect(median(values)).toBe(expected);
  });

  it('evaluate the script each time, in a context where it never was', async () => {
    const evaluationOf = async (code: string) => {
      const folder = await temporaryFolder();
      await mkdir(path.join(folder, 'dist'));
      await writeFile(path.join(folder, 'dist/Code.js'), code);
      return evaluationFigures(folder, 3);
    };
    const once =
      'if (globalThis.seen || typeof process !== "undefined") throw new Error("not fresh"); globalThis.seen = 1;';
    expect(await evaluationOf(once)).toEqual([expect.objectContaining({ value: expect.any(Number) })]);
    await expect(evaluationOf('throw new Error("evaluated")')).rejects.toThrow('evaluated');
  });
});
