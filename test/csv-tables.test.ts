import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Workbook } from '../local/apps-script/index.ts';
import { EndpointsFile } from '../local/cli/endpoints-file.ts';
import { parseTable, readTable, type Table } from '../local/tables/csv-table.ts';
import { withFees } from '../local/tables/fees.ts';
import type { FileProblem } from '../local/tables/file-problem.ts';
import { bookingHeaders, type Headers } from '../local/tables/headers.ts';
import { pasteTable } from '../local/tables/paste.ts';
import { withDatesFrom } from '../local/tables/relative-dates.ts';
import { removeTemporaryFolders, temporaryFile, temporaryFolder } from './support/commands.ts';

afterAll(removeTemporaryFolders);

const headers: Headers = { columns: ['Id', 'Note', 'Gross'], optional: ['Note'], computed: ['State'] };

const problemsOf = (text: string): readonly string[] => {
  try {
    parseTable('f.csv', text, headers);
  } catch (error) {
    return (error as FileProblem).problems;
  }
  return [];
};

describe('a CSV file', () => {
  it('may have its columns in any order and case, quoted line breaks, blank lines and short rows', () => {
    const text = '\r\ngross, id ,NOTE,,\r\n3,a,"x,\r\n""y"""\r\n\r\n ,,\r\n4,b\r\n';
    expect(parseTable('f.csv', text, headers)).toEqual({
      file: 'f.csv',
      columns: ['Gross', 'Id', 'Note'],
      rows: [
        { line: 3, cells: ['3', 'a', 'x,\n"y"'] },
        { line: 7, cells: ['4', 'b', ''] },
      ],
    });
  });

  it('may leave out optional columns only', () => {
    expect(parseTable('f.csv', 'Id,Gross\na,1', headers).columns).toEqual(['Id', 'Gross']);
    expect(problemsOf('Note\na')).toEqual([
      'f.csv, line 1: the column “Id” is missing. Add it.',
      'f.csv, line 1: the column “Gross” is missing. Add it.',
    ]);
  });

  it('has each header once, and none that is unknown or computed', () => {
    expect(problemsOf('Id,Gross,id,Grss,state,,Note\n')).toEqual([
      'f.csv, line 1: there is no column “Grss”. Remove it, or name it one of: Id, Note, Gross.',
      "f.csv, line 1: the column “state” is Charter Desk's to fill in. Remove it.",
      'f.csv, line 1: a column has no name. Name it, or remove it.',
      'f.csv, line 1: the column “Id” stands there more than once. Keep one.',
    ]);
  });

  it.each([
    ['', /^f\.csv is empty/],
    ['Id;Gross\na;1', /^f\.csv, line 1: semicolons stand between the columns\./],
    ['Id\tGross\na\t1', /^f\.csv, line 1: tabs stand between the columns\./],
    ['"Id";"Gross"\n"a";"1"', /^f\.csv, line 1: semicolons stand between the columns\./],
    ['Id;Note;Gross\na;"x, ""y""";1', /^f\.csv, line 1: semicolons stand between the columns\./],
    ['\r\n"Id, short"\tGross\r\na\t1', /^f\.csv, line 2: tabs stand between the columns\./],
    ['Id,Gross,"Note; short"\na,1,', /^f\.csv, line 1: there is no column “Note; short”\./],
    ['Id,Gross\na,1\nb,"2\nc,3', /^f\.csv, line 3, column “Gross”: nothing closes the quotation mark/],
    ['Id,Gross\n"x\ny",1\nb,2"3', /^f\.csv, line 4, column “Gross”: a quotation mark stands inside/],
    ['Id,Gross\n"b"c,2', /^f\.csv, line 2, column “Id”: text follows the quotation mark/],
    ['Id,Gross\na,1,200', /^f\.csv, line 2: 3 cells under 2 columns\. Put a cell that holds a comma/],
    [`Id,Gross\na,${'1'.repeat(50_001)}`, /^f\.csv, line 2, column “Gross”: shorten it to 50000/],
  ])('is refused with file, line, column and remedy: %#', (text, message) => {
    expect(problemsOf(text)).toEqual([expect.stringMatching(message)]);
  });

  it('is read as UTF-8, with or without its mark', async () => {
    const marked = await temporaryFile('marked.csv', '\uFEFFId,Gross\nZoë,1');
    expect((await readTable(marked, headers)).rows[0]?.cells).toEqual(['Zoë', '1']);
    const latin = await temporaryFile('latin.csv', Buffer.from('Id,Gross\nZoë,1', 'latin1'));
    await expect(readTable(latin, headers)).rejects.toThrow(/latin\.csv, line 2: not UTF-8\. Save it as/);
  });

  it('must be a file that can be read', async () => {
    await expect(readTable('no/such.csv', headers)).rejects.toThrow(
      /^no\/such\.csv can't be read: there is no such file/,
    );
    await expect(readTable(await temporaryFolder(), headers)).rejects.toThrow(
      /it is a folder\. Name a CSV file\.$/,
    );
  });

  it('may leave out what a booking can do without', () => {
    const needed = bookingHeaders.columns.filter((column) => !bookingHeaders.optional.includes(column));
    expect(needed).toEqual(
      expect.arrayContaining([
        'Booking ID',
        'Date',
        'Start',
        'Hours',
        'Location',
        'Gross',
        'Crew',
        'Captain',
      ]),
    );
    expect(parseTable('f.csv', needed.join(), bookingHeaders).columns).toEqual(needed);
  });
});

describe('relative dates', () => {
  const resolved = (today: string, cell: string): string | undefined =>
    withDatesFrom(today, { file: '', columns: ['Id', 'Date'], rows: [{ line: 2, cells: [cell, cell] }] })
      .rows[0]?.cells[1];

  it.each([
    ['2027-05-01', 'today', '2027-05-01'],
    ['2027-12-30', 'today+3', '2028-01-02'],
    ['2027-03-01', 'Today - 1', '2027-02-28'],
    ['2027-05-29', 'next 05-30', '2027-05-30'],
    ['2027-05-30', 'next 05-30', '2028-05-30'],
    ['2097-01-01', 'next 02-29', '2104-02-29'],
    ['2027-05-01', 'next 02-30', 'next 02-30'],
    ['2027-05-01', '5/30/2027', '5/30/2027'],
    ['2027-05-01', 'yesterday', 'yesterday'],
  ])('on %s, “%s” is %s', (today, cell, date) => {
    expect(resolved(today, cell)).toBe(date);
  });

  it('stand in the column Date only', () => {
    const table: Table = {
      file: '',
      columns: ['Note', 'Date'],
      rows: [{ line: 2, cells: ['today', 'today'] }],
    };
    expect(withDatesFrom('2027-05-01', table).rows[0]?.cells).toEqual(['today', '2027-05-01']);
  });
});

describe('pasting a table', () => {
  const sheetWith = (...lines: string[][]) => {
    const sheet = Workbook.create({ id: 'w', name: 'W', timeZone: 'America/Los_Angeles' }).sheets()[0];
    if (!sheet) throw new Error('A new workbook has a tab.');
    lines.forEach((line, row) => {
      line.forEach((text, column) => {
        sheet.type(row + 1, column + 1, text);
      });
    });
    return sheet;
  };
  const table = (columns: string[], ...rows: string[][]): Table => ({
    file: '',
    columns,
    rows: rows.map((cells, index) => ({ line: index + 2, cells })),
  });
  const texts = (sheet: ReturnType<typeof sheetWith>, rows: number) =>
    sheet.displayValues({ row: 1, column: 1, rows, columns: 3 });

  it('goes over rows of the same name and below the others, and leaves columns alone that it lacks', () => {
    const sheet = sheetWith(
      ['Note', 'Id', 'Gross'],
      ['kept', 'Ann', '1'],
      ['', '', ''],
      ['kept too', 'ben', '2'],
    );
    const rows = pasteTable(
      sheet,
      table(['Gross', 'Id'], ['7', 'BEN'], ['8', 'cat'], ['9', 'ann']),
      'Id',
      2027,
    );
    expect(rows).toEqual([4, 5, 2]);
    expect(texts(sheet, 5)).toEqual([
      ['Note', 'Id', 'Gross'],
      ['kept', 'ann', '9'],
      ['', '', ''],
      ['kept too', 'BEN', '7'],
      ['', 'cat', '8'],
    ]);
  });

  it('gives rows of the same name, and nameless ones, a row each', () => {
    const sheet = sheetWith(['Id', 'Gross'], ['a', '1'], ['', '2']);
    expect(
      pasteTable(sheet, table(['Id', 'Gross'], ['a', '3'], ['A', '4'], ['', '5'], ['', '6']), 'Id', 2027),
    ).toEqual([2, 4, 5, 6]);
    expect(pasteTable(sheet, table(['Id', 'Gross'], ['a', '7'], ['A', '8']), 'Id', 2027)).toEqual([2, 4]);
  });

  it('reads texts as Sheets in the US does, by the format of their cells', () => {
    const sheet = sheetWith(['Id', 'Date', 'Gross']);
    sheet.update({ row: 2, column: 1, rows: 1, columns: 1 }, (cell) => ({ ...cell, numberFormat: '@' }));
    pasteTable(sheet, table(['Id', 'Date', 'Gross'], ['1E5', '2027-05-30', '18%']), 'Id', 2027);
    expect(sheet.values({ row: 2, column: 1, rows: 1, columns: 3 })).toEqual([['1E5', 46_537, 0.18]]);
    pasteTable(sheet, table(['Id', 'Date', 'Gross'], ['1E5', '09:00', '$1,840.75']), 'Id', 2027);
    expect(sheet.values({ row: 2, column: 1, rows: 1, columns: 3 })).toEqual([['1E5', 0.375, 1840.75]]);
  });

  it('lets a rule of a cell pass, as pasting does, and makes room for what is long', () => {
    const sheet = sheetWith(['Id', 'Gross']);
    const rule = { criteria: 'VALUE_IN_LIST', arguments: ['x'], allowInvalid: false, helpText: null };
    sheet.update({ row: 2, column: 1, rows: 1, columns: 1 }, (cell) => ({ ...cell, validation: rule }));
    expect(() => sheet.type(2, 1, 'y')).toThrow(/data validation/);
    const rows = Array.from({ length: 1200 }, (_, index) => [`y${index}`, '1']);
    expect(pasteTable(sheet, table(['Id', 'Gross'], ...rows), 'Id', 2027).at(-1)).toBe(1201);
    expect(sheet.cell(2, 1)).toMatchObject({ value: 'y0', validation: rule });
    expect(sheet.cell(1201, 1)?.value).toBe('y1199');
  });
});

describe('fees of a file', () => {
  it.each([
    ['0.18', '18%'],
    ['.125', '12.5%'],
    ['18', '1800%'],
    ['18%', '18%'],
    ['a lot', 'a lot'],
  ])('%s is %s, as a cell holds it', (written, meant) => {
    const rows = [{ line: 2, cells: ['Dock', written] }];
    const fees = withFees({ file: 'f.csv', columns: ['Location', 'Fee %'], rows });
    expect(fees.rows[0]?.cells).toEqual(['Dock', meant]);
  });
});

describe('endpoints.json', () => {
  it('is left alone by a system that could not start, and by one that ends after another began', async () => {
    const directory = await temporaryFolder();
    const file = path.join(directory, 'endpoints.json');
    const endpoints = (workbench: string) => ({ workbench }) as never;
    const first = await EndpointsFile.in(directory);
    await first.write(endpoints('first'));
    await (await EndpointsFile.in(directory)).remove();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ workbench: 'first' });
    const second = await EndpointsFile.in(directory);
    await second.write(endpoints('second'));
    await first.remove();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ workbench: 'second' });
    await second.remove();
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
