import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { captain, evaluate, projectOf, resultOf, workbookIn } from './support/apps-script-project.ts';

const sheet = `const sheet = SpreadsheetApp.getActive().getSheetByName('Sheet1');`;

describe('ranges', () => {
  test.each([
    ['sheet.getRange(0, 1)', 'The starting row of the range is too small.'],
    ['sheet.getRange(1, 0)', 'The starting column of the range is too small.'],
    ['sheet.getRange(1, 1, 0, 1)', 'The number of rows in the range must be at least 1.'],
    ['sheet.getRange(1, 1, 1, 0)', 'The number of columns in the range must be at least 1.'],
    [
      'sheet.getRange(1000, 1, 2, 1)',
      'The coordinates of the range are outside the dimensions of the sheet.',
    ],
    ['sheet.getRange("no range")', 'Range not found'],
    [
      'sheet.getRange("A1", 2)',
      "The parameters (String,number) don't match the method signature for SpreadsheetApp.Sheet.getRange.",
    ],
    [
      'sheet.getRange(1, 1, 2, 2).setValues([[1, 2]])',
      'The number of rows in the data does not match the number of rows in the range. The data has 1 but the range has 2.',
    ],
    [
      'sheet.getRange(1, 1, 2, 2).setValues([[1, 2], [1, 2, 3]])',
      'The number of columns in the data does not match the number of columns in the range. The data has 3 but the range has 2.',
    ],
    [
      'sheet.getRange(1, 1).setValues([1])',
      "The parameters (number[]) don't match the method signature for SpreadsheetApp.Range.setValues.",
    ],
    [
      'sheet.getRange(1, 1).setValue({})',
      "The parameters ((class)) don't match the method signature for SpreadsheetApp.Range.setValue.",
    ],
    ['sheet.getRange(1, 1).setFontWeight("heavy")', 'Invalid argument: heavy'],
    ['sheet.deleteRows(1, 1000)', "You can't delete all the rows on the sheet."],
    ['sheet.deleteRow(1001)', 'Those rows are out of bounds.'],
    ['SpreadsheetApp.getActive().deleteSheet(sheet)', "You can't remove all the sheets in a document."],
    [
      'SpreadsheetApp.getActive().insertSheet("sheet1")',
      'A sheet with the name "sheet1" already exists. Please enter another name.',
    ],
  ])('%s', async (code, message) => {
    await expect(evaluate(`${sheet} ${code}; SpreadsheetApp.flush();`)).rejects.toThrow(
      `Exception: ${message}`,
    );
  });

  test('read, write, chain and tell where they are', async () => {
    const result = await evaluate(`${sheet}
      const range = sheet.getRange('B2:C3').setValues([[1, 'two'], [true, null]]).setFontWeight('bold').setBackgrounds([['#ff0000', null], [null, null]]);
      const data = sheet.getDataRange();
      return [range.getValues(), range.getA1Notation(), range.getLastRow(), data.getA1Notation(), sheet.getLastRow(), sheet.getLastColumn(),
        range.getFontWeight(), range.getBackgrounds(), range.offset(1, 1, 1, 1).getA1Notation(), range.getSheet().getName(), data.getValues()];
    `);
    expect(result).toEqual([
      [
        [1, 'two'],
        [true, ''],
      ],
      'B2:C3',
      3,
      'A1:C3',
      3,
      3,
      'bold',
      [
        ['#ff0000', '#ffffff'],
        ['#ffffff', '#ffffff'],
      ],
      'C3',
      'Sheet1',
      [
        ['', '', ''],
        ['', 1, 'two'],
        ['', true, ''],
      ],
    ]);
  });

  test('a deleted tab is gone for objects that still point to it', async () => {
    await expect(
      evaluate(`const ss = SpreadsheetApp.getActive(); const range = ss.insertSheet('Gone').getRange('A1');
        ss.deleteSheet(ss.getSheetByName('Gone')); return range.getValue();`),
    ).rejects.toThrow(/Exception: Sheet \d+ not found/);
  });

  test('rows keep what stands on them when others are inserted, deleted or sorted', async () => {
    const result = await evaluate(`${sheet}
      sheet.getRange(1, 1, 4, 2).setValues([['Name', 'N'], ['b', 2], ['', 9], ['A', 10]]);
      sheet.getRange(2, 2).setNumberFormat('0.00').setNote('two');
      sheet.setFrozenRows(1);
      sheet.getRange('A4:B4').protect().setDescription('last').setWarningOnly(true);
      sheet.insertRowsBefore(2, 2);
      const shifted = sheet.getProtections(SpreadsheetApp.ProtectionType.RANGE)[0].getRange().getA1Notation();
      sheet.deleteRow(2);
      sheet.getRange(2, 1, 4, 2).sort([{ column: 1, ascending: true }]);
      return [shifted, sheet.getDataRange().getDisplayValues(), sheet.getRange('B2:B5').getNotes(), sheet.getMaxRows()];
    `);
    expect(result).toEqual([
      'A6:B6',
      [
        ['Name', 'N'],
        ['A', '10'],
        ['b', '2.00'],
        ['', ''],
        ['', '9'],
      ],
      [[''], ['two'], [''], ['']],
      1001,
    ]);
  });
});

test('inserted rows and columns look like the one that they are put beside, and hold nothing', async () => {
  const result = await evaluate(`${sheet}
    const rule = SpreadsheetApp.newDataValidation().requireValueInList(['a', 'b'], true).build();
    sheet.getRange('A1:B1').setValues([['Name', 'Choice']]).setFontWeight('bold');
    sheet.getRange('A2:A').setNumberFormat('0.00');
    sheet.getRange('B2:B').setDataValidation(rule).setNote('one of two');
    sheet.insertRowAfter(1);
    sheet.insertRowBefore(3);
    sheet.insertRowsAfter(sheet.getMaxRows(), 2);
    sheet.insertColumnAfter(2);
    const last = sheet.getMaxRows();
    const told = (row, column) => {
      const cell = sheet.getRange(row, column);
      return [cell.getFontWeight(), cell.getNumberFormat(), cell.getDataValidation() !== null, cell.getNote(), cell.getValue()];
    };
    return [told(2, 1), told(3, 1), told(3, 2), told(last, 1), told(last, 2), told(3, 3), told(1, 3)];
  `);
  expect(result).toEqual([
    ['bold', 'General', false, '', ''],
    ['normal', '0.00', false, '', ''],
    ['normal', 'General', true, '', ''],
    ['normal', '0.00', false, '', ''],
    ['normal', 'General', true, '', ''],
    ['normal', 'General', true, '', ''],
    ['bold', 'General', false, '', ''],
  ]);
});

describe('what is written', () => {
  test.each([
    ['5/30/2027', '5/30/2027', 'm/d/yyyy'],
    ['2027-05-30', '2027-05-30', 'yyyy-mm-dd'],
    ['May 30, 2027', 'May 30, 2027', 'mmm d, yyyy'],
    ['9:00 AM', '9:00 AM', 'h:mm am/pm'],
    ['9:30pm', '9:30 PM', 'h:mm am/pm'],
    ['09:00', '9:00', 'h:mm'],
    ['18%', '18%', '0%'],
    ['18.5%', '18.50%', '0.00%'],
    ['$840.75', '$840.75', '"$"#,##0.00'],
    ['1,234.5', '1,234.50', '#,##0.00'],
    ['TRUE', 'TRUE', 'General'],
    ['00123', '123', 'General'],
    ["'00123", '00123', 'General'],
    ['XHQGMDH', 'XHQGMDH', 'General'],
  ])('as the string %s counts as typed', async (text, shown, format) => {
    const result =
      await evaluate(`${sheet} const cell = sheet.getRange('A1').setValue(${JSON.stringify(text)});
      return [cell.getDisplayValue(), cell.getNumberFormat()];`);
    expect(result).toEqual([shown, format]);
  });

  test.each(['5/30/2027', '12-5', '1E5', '18%', '=1+1', 'TRUE', '007'])(
    'into a text column stays text: %s',
    async (text) => {
      const result = await evaluate(
        `${sheet} return sheet.getRange('A1').setNumberFormat('@').setValue(${JSON.stringify(text)}).getValue();`,
      );
      expect(result).toBe(text);
    },
  );

  test('a number typed into a percentage is one', async () => {
    const project = await projectOf('');
    const tab = project.workbook.sheetNamed('Sheet1');
    tab?.type(1, 1, '18%');
    tab?.type(1, 1, '20');
    expect(tab?.cell(1, 1)).toEqual({ value: 0.2, numberFormat: '0%' });
    tab?.setValue(1, 1, 0.5);
    expect(tab?.displayValues({ row: 1, column: 1, rows: 1, columns: 1 })).toEqual([['50%']]);
  });

  test('a date typed without a year is of the year of the clock', () => {
    const tab = workbookIn('America/Los_Angeles', () => Date.parse('2031-02-01T00:00:00Z')).sheetNamed(
      'Sheet1',
    );
    tab?.type(1, 1, '5/30');
    tab?.type(1, 2, '5/30/2031');
    expect(tab?.cell(1, 1)?.value).toBe(tab?.cell(1, 2)?.value);
  });

  test('a formula is kept as such', async () => {
    const result =
      await evaluate(`${sheet} sheet.getRange('A1').setValue('=SUM(1,2)'); sheet.getRange('A2').setFormula('NOW()');
      return [sheet.getRange('A1:A2').getFormulas(), sheet.getLastRow(), sheet.getRange('A1').setValue(3).getFormula()];`);
    expect(result).toEqual([[['=SUM(1,2)'], ['=NOW()']], 2, '']);
  });

  test.each([
    ['=1+1', '=1+1'],
    [' \t\r=1+1', '=1+1'],
    ['＝1+1', '=1+1'],
    ['\u200b﹦1+1', '=1+1'],
    ['+1 619 555 0142', '=+1 619 555 0142'],
    ['-2+3', '=-2+3'],
    ['- ice', '=- ice'],
    ["'=1+1", ''],
    ['-5', ''],
    ['+1', ''],
    ['=', ''],
    ['-', ''],
    ['@SUM(1,2)', ''],
    ['a=1', ''],
  ])('the string %j becomes the formula %j, with styles too', async (text, formula) => {
    const result = await evaluate(`${sheet}
      const styled = SpreadsheetApp.newRichTextValue().setText(${JSON.stringify(text)}).build();
      sheet.getRange('A1').setValue(${JSON.stringify(text)});
      sheet.getRange('A2').setRichTextValues([[styled]]);
      return sheet.getRange('A1:A2').getFormulas();`);
    expect(result).toEqual([[formula], [formula]]);
  });

  test.each(['setValue(text)', 'setRichTextValues([[rich(text)]])'])(
    'a cell holds 50,000 characters and no more: %s',
    async (call) => {
      const writing = (length: number) =>
        evaluate(`${sheet}
          const rich = (text) => SpreadsheetApp.newRichTextValue().setText(text).build();
          const text = 'x'.repeat(${length});
          sheet.getRange('A1').${call};
          return sheet.getRange('A1').getValue().length;`);
      expect(await writing(50_000)).toBe(50_000);
      await expect(writing(50_001)).rejects.toThrow('more than the maximum of 50000 characters');
    },
  );

  test('a number that is no day stays one, whatever its format', async () => {
    const result = await evaluate(
      `${sheet} return sheet.getRange('A1').setNumberFormat('yyyy-mm-dd').setValue(1e300).getValue();`,
    );
    expect(result).toBe(1e300);
  });

  test('a link is kept with its text, until the cell is written again', async () => {
    const result = await evaluate(`${sheet}
      const link = SpreadsheetApp.newRichTextValue().setText('Guest page').setLinkUrl('https://a.example/').build();
      const cell = sheet.getRange('A1').setRichTextValues([[link]]);
      const seen = [cell.getValue(), cell.getRichTextValue().getLinkUrl()];
      cell.setValue('plain');
      sheet.getRange('A2').setValue(5);
      return seen.concat(cell.getRichTextValue().getLinkUrl(), sheet.getRange('A2').getRichTextValue());`);
    expect(result).toEqual(['Guest page', 'https://a.example/', null, null]);
  });

  test('a rule that rejects refuses a script too, and a person', async () => {
    const code = `${sheet}
      const rule = SpreadsheetApp.newDataValidation().requireValueInList(['Draft', 'Ready']).setAllowInvalid(false).build();
      sheet.getRange('A1:A3').setDataValidation(rule);`;
    const project = await projectOf(`function main() { ${code} sheet.getRange('A1').setValue('Ready'); }
      function bad() { ${code} sheet.getRange('A2').setValue('Nope'); }`);
    const run = (name: string) => project.run(name, { user: captain, context: 'menu' });
    expect(resultOf(await run('main'))).toBeNull();
    expect((await run('bad')).error?.message).toBe(
      'The data you entered in cell A2 violates the data validation rules set on this cell.',
    );
    expect(() => project.workbook.sheetNamed('Sheet1')?.type(1, 1, 'Nope')).toThrow(/cell A1 violates/);
  });

  test('clearing takes what it says', async () => {
    const result = await evaluate(`${sheet}
      const cell = sheet.getRange('A1').setValue('x').setNumberFormat('@').setNote('note').setFontWeight('bold');
      cell.clearContent();
      const kept = [cell.getValue(), cell.getNumberFormat(), cell.getNote(), cell.getFontWeight()];
      cell.setValue('y'); sheet.clear();
      return kept.concat(cell.getValue(), cell.getNumberFormat(), cell.getNote());`);
    expect(result).toEqual(['', '@', 'note', 'bold', '', 'General', 'note']);
  });

  test('is lost when the script is killed before a flush, a read or its end', async () => {
    const code = `function main() { ${sheet} sheet.getRange('A1').setValue('flushed'); SpreadsheetApp.flush(); sheet.getRange('A2').setValue('pending'); Utilities.sleep(1); }`;
    const project = await projectOf(code);
    const options = { user: captain, context: 'menu' } as const;
    await project.run('main', {
      ...options,
      onBridgeCall: ({ service }) => (service === 'Utilities' ? 'kill-before' : 'continue'),
    });
    const column = { row: 1, column: 1, rows: 2, columns: 1 };
    expect(project.workbook.sheetNamed('Sheet1')?.values(column)).toEqual([['flushed'], ['']]);
    await project.run('main', options);
    expect(project.workbook.sheetNamed('Sheet1')?.values(column)).toEqual([['flushed'], ['pending']]);
  });
});

describe.each(['America/Los_Angeles', 'Europe/Amsterdam'])('dates in %s', (timeZone) => {
  test('come back as they were written, whatever the season', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.integer({
            min: Date.parse('2000-01-01T00:00:00Z') / 60_000,
            max: Date.parse('2040-01-01T00:00:00Z') / 60_000,
          }),
          { minLength: 20, maxLength: 20 },
        ),
        async (minutes) => {
          const given = minutes.map((minute) => minute * 60_000);
          const result = (await evaluate(
            `${sheet} const range = sheet.getRange(1, 1, arguments[0].length, 1);
             range.setValues(arguments[0].map((time) => [new Date(time)]));
             return range.getValues().map((line) => line[0].getTime());`,
            { workbook: workbookIn(timeZone) },
            { arguments: [given] },
          )) as number[];
          // The first of two equal local times can't be told from the second: that hour may come back later.
          const off = result.filter((time, index) => time !== given[index]);
          const zone = new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', timeStyle: 'short' });
          for (const time of off) {
            const before = given[result.indexOf(time)] as number;
            expect(time - before).toBe(3_600_000);
            expect(zone.format(time)).toBe(zone.format(before));
          }
        },
      ),
      { numRuns: 5 },
    );
  });

  test('typed dates and times are local to the spreadsheet', async () => {
    const result = await evaluate(
      `${sheet} const range = sheet.getRange('A1:C1').setValues([['2027-05-30', '9:00 AM', '2027-01-05 17:45']]);
       const [date, time, both] = range.getValues()[0];
       const zone = SpreadsheetApp.getActive().getSpreadsheetTimeZone();
       return [Utilities.formatDate(date, zone, 'yyyy-MM-dd HH:mm'), Utilities.formatDate(time, zone, 'yyyy-MM-dd HH:mm:ss'), Utilities.formatDate(both, zone, 'yyyy-MM-dd HH:mm')];`,
      { workbook: workbookIn(timeZone) },
    );
    expect(result).toEqual(['2027-05-30 00:00', '1899-12-30 09:00:00', '2027-01-05 17:45']);
  });
});

describe('what is selected', () => {
  const code = `function main() { const ss = SpreadsheetApp.getActive();
    const list = ss.getActiveRangeList();
    return [ss.getActiveSheet().getName(), list && list.getRanges().map((r) => r.getA1Notation()), ss.getActiveRange() && ss.getActiveRange().getA1Notation()]; }`;

  test('is what the person selected', async () => {
    const project = await projectOf(code);
    project.workbook.insertSheet('Bookings');
    const selection = { sheet: 'Bookings', ranges: ['A2:B3', 'A7'] };
    const execution = await project.run('main', { user: captain, context: 'menu', selection });
    expect(resultOf(execution)).toEqual(['Bookings', ['A2:B3', 'A7'], 'A7']);
  });

  test('is nothing for a timer', async () => {
    const project = await projectOf(code);
    expect(resultOf(await project.run('main', { user: captain, context: 'timer' }))).toEqual([
      'Sheet1',
      null,
      null,
    ]);
  });
});

test('calls are counted, cells apart from the rest', async () => {
  const project = await projectOf(
    `function main() { ${sheet} sheet.getDataRange().getValues(); sheet.getRange(1, 1, 2, 2).setValues([[1, 2], [3, 4]]).setFontWeight('bold'); SpreadsheetApp.flush(); PropertiesService.getScriptProperties().getProperties(); }`,
  );
  const { counts } = await project.run('main', { user: captain, context: 'menu' });
  expect(counts).toMatchObject({
    spreadsheet: 4,
    urlFetch: 0,
    rounds: 0,
    services: { PropertiesService: 1 },
  });
  expect(counts.services.SpreadsheetApp).toBeGreaterThan(4);
});

test('the workbook is plain data, and back', async () => {
  const project = await projectOf(`function main() { ${sheet}
    sheet.getRange('A1').setValue(new Date(0)).setNote('n').setBorder(true, null, null, null, null, null);
    sheet.setConditionalFormatRules([SpreadsheetApp.newConditionalFormatRule().whenTextEqualTo('Ready').setBackground('#00ff00').setRanges([sheet.getRange('A:A')]).build()]);
    sheet.setColumnWidths(1, 2, 120).hideColumns(3);
    SpreadsheetApp.getActive().insertSheet('Log').hideSheet(); }`);
  expect((await project.run('main', { user: captain, context: 'menu' })).error).toBeNull();
  const saved = JSON.parse(JSON.stringify(project.workbook));
  expect(saved).toEqual(project.workbook.data);
  expect(saved.sheets[0]).toMatchObject({
    columnWidths: { 1: 120, 2: 120 },
    hiddenColumns: [3],
    conditionalFormatRules: [
      {
        ranges: [{ row: 1, column: 1, rows: 1000, columns: 1 }],
        criteria: 'TEXT_EQUAL_TO',
        arguments: ['Ready'],
        format: { background: '#00ff00' },
      },
    ],
  });
  expect(saved.sheets[1]).toMatchObject({ name: 'Log', hidden: true });
});
