import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { typedCell } from '../local/apps-script/workbook/typed-text.ts';
import { editText } from '../local/workbench/grid/edit-text.ts';
import { fitted, parseTabSeparated, tabSeparated } from '../local/workbench/grid/tab-separated.ts';

describe('the text to edit a cell by', () => {
  it.each([
    [840.75, '$#,##0.00', '840.75'],
    [0.18, '0.0#%', '18%'],
    [0.07, '0.0#%', '7%'],
    [46537, 'ddd, mmm d, yyyy', '5/30/2027'],
    [0.375, 'h:mm am/pm', '9:00:00 AM'],
    [46537.75, 'mmm d, yyyy h:mm am/pm', '5/30/2027 18:00:00'],
    [true, 'General', 'TRUE'],
    ['sam, mia', '@', 'sam, mia'],
    ['0042', '@', '0042'],
    ['0042', 'General', "'0042"],
    ["'quoted", 'General', "''quoted"],
    ['', 'General', ''],
  ])('of %j shown as %s is %s', (value, pattern, text) => {
    expect(editText(value, undefined, pattern)).toBe(text);
  });

  it('is the formula where there is one', () => {
    expect(editText('', '=A1', 'General')).toBe('=A1');
  });

  it('gives the same cell again when it is typed', () => {
    const patterns = ['General', '@', '$#,##0.00', '0.0#%', 'ddd, mmm d, yyyy', 'h:mm am/pm', '0'];
    const value = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 0, max: 100_000_000 }).map((cents) => cents / 100),
    );
    fc.assert(
      fc.property(value, fc.constantFrom(...patterns), (stands, pattern) => {
        // Plain text holds texts; and whole days from 1900 on can be told exactly.
        fc.pre(pattern !== '@' || typeof stands === 'string');
        fc.pre(
          typeof stands !== 'number' || !/[dhm]/.test(pattern) || (Number.isInteger(stands) && stands > 60),
        );
        const typed = typedCell(editText(stands, undefined, pattern), pattern, 2027);
        if (typeof stands === 'number') expect(typed.value).toBeCloseTo(stands, 9);
        else expect(typed.value).toBe(stands);
      }),
    );
  });
});

describe('a block on the clipboard', () => {
  it('is read as Sheets and Excel put it there', () => {
    expect(parseTabSeparated('a\tb\r\nc\td\r\n')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(parseTabSeparated('a\t\t\n')).toEqual([['a', '', '']]);
    expect(parseTabSeparated('"two\nlines"\t"say ""hi"""')).toEqual([['two\nlines', 'say "hi"']]);
    expect(parseTabSeparated('5" pipe\t"open')).toEqual([['5" pipe', '"open']]);
    expect(parseTabSeparated('')).toEqual([['']]);
  });

  it('comes back as it was copied', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '\t', '\n', '"', ' ', '1') });
    const block = fc
      .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
      .chain(([rows, columns]) =>
        fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(block, (lines) => {
        expect(parseTabSeparated(tabSeparated(lines))).toEqual(lines);
      }),
    );
  });

  it('fills a selection that it goes into a whole number of times', () => {
    expect(fitted([['x']], 2, 2)).toEqual([
      ['x', 'x'],
      ['x', 'x'],
    ]);
    expect(fitted([['a', 'b']], 2, 2)).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(fitted([['a', 'b']], 1, 3)).toEqual([['a', 'b']]);
    expect(fitted([['a'], ['b', 'c']], 1, 1)).toEqual([
      ['a', ''],
      ['b', 'c'],
    ]);
  });
});
