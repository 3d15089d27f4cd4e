import { readFile } from 'node:fs/promises';
import { CsvError, parse } from 'csv-parse/sync';
import { FileProblem } from './file-problem.ts';
import { type Headers, readHeaders } from './headers.ts';

/** The rows of one CSV file, each cell the text that a person would type. */
export interface Table {
  /** As the person named it: for messages. */
  file: string;
  /** The headers' own spelling, in the file's order. */
  columns: string[];
  rows: TableRow[];
}

export interface TableRow {
  /** Where the row begins in the file, from 1. */
  line: number;
  /** One for each column. */
  cells: string[];
}

/** Throws FileProblem: the file can't be read, isn't CSV, or its columns aren't those of `headers`. */
export async function readTable(file: string, headers: Headers): Promise<Table> {
  return parseTable(file, decode(file, await readBytes(file)), headers);
}

export function parseTable(file: string, text: string, headers: Headers): Table {
  const lines = text.replace(/\r\n?/g, '\n');
  assertCommas(file, lines);
  const [first, ...rest] = parseRecords(file, lines);
  if (!first) throw new FileProblem([`${file} is empty: begin it with a line of column names.`]);
  const columns = readHeaders(file, first, headers);
  const rows = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  return { file, columns, rows: rows.map((row) => withAllCells(file, row, columns)) };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const reasons: Record<string, string> = {
      ENOENT: 'there is no such file. Check its name.',
      EISDIR: 'it is a folder. Name a CSV file.',
      EACCES: 'you have no permission. Change that, or name another file.',
    };
    throw new FileProblem([`${file} can't be read: ${reasons[code] ?? code}`]);
  }
}

function decode(file: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const good = bytes.toString('utf8').split('\uFFFD', 1)[0] ?? '';
    throw new FileProblem([`${file}, line ${good.split('\n').length}: not UTF-8. Save it as “CSV UTF-8”.`]);
  }
}

/** Before anything is parsed: quotation marks would be found at fault, which only stand beside another separator. */
function assertCommas(file: string, text: string): void {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => line !== '');
  const unquoted = lines[index]?.replace(/"[^"]*"/g, '') ?? '';
  if (unquoted.includes(',')) return;
  const separator = unquoted.includes(';') ? 'semicolons' : unquoted.includes('\t') ? 'tabs' : undefined;
  if (!separator) return;
  throw new FileProblem([
    `${file}, line ${index + 1}: ${separator} stand between the columns. Save the file with commas.`,
  ]);
}

function parseRecords(file: string, text: string): TableRow[] {
  const rows: TableRow[] = [];
  let endOfLast = 0;
  try {
    parse(text, {
      skip_empty_lines: true,
      relax_column_count: true,
      // The parser tells the line where a record ends; a quoted cell may span several.
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: lines - lineBreaks(cells), cells });
        endOfLast = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const index = typeof error.column === 'number' ? error.column : -1;
    const column = rows[0]?.cells[index] ?? `${index + 1}`;
    const advice = syntaxAdvice[error.code] ?? error.message;
    // A mark that nothing closes is found at the end of the file only.
    const line = error.code === 'CSV_QUOTE_NOT_CLOSED' ? endOfLast + 1 : error.lines;
    throw new FileProblem([`${file}, line ${line}, column “${column}”: ${advice}`]);
  }
  return rows;
}

const syntaxAdvice: Partial<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'nothing closes the quotation mark that begins this cell. Close it with another.',
  INVALID_OPENING_QUOTE:
    'a quotation mark stands inside a cell that does not begin with one. Put the cell in quotation marks, and double those inside it.',
  CSV_INVALID_CLOSING_QUOTE:
    'text follows the quotation mark that closes this cell. Double the quotation marks that belong to the text.',
};

function lineBreaks(cells: string[]): number {
  return cells.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);
}

/** What Sheets lets one cell hold, in characters. */
const LONGEST_CELL = 50_000;

/** Spreadsheets leave out empty cells at the end of a row; text beyond the last column has lost its column. */
function withAllCells(file: string, { line, cells }: TableRow, columns: string[]): TableRow {
  if (cells.slice(columns.length).some((cell) => cell.trim() !== '')) {
    throw new FileProblem([
      `${file}, line ${line}: ${cells.length} cells under ${columns.length} columns. Put a cell that holds a comma in quotation marks.`,
    ]);
  }
  const tooLong = columns.filter((_, index) => (cells[index]?.length ?? 0) > LONGEST_CELL);
  if (tooLong.length > 0) {
    throw new FileProblem(
      tooLong.map(
        (column) => `${file}, line ${line}, column “${column}”: shorten it to ${LONGEST_CELL} characters.`,
      ),
    );
  }
  return { line, cells: columns.map((_, index) => cells[index] ?? '') };
}
