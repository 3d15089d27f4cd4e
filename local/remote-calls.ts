import type { Workbook } from './apps-script/index.ts';

/** One remote call as the add-on's `Log` tab shows it. */
export interface RemoteCall {
  operation: string;
  service: string;
  /** Empty when no answer came. */
  status: string;
  milliseconds: string;
}

/** The calls that the `Log` tab holds, oldest first. */
export function loggedCalls(workbook: Workbook): RemoteCall[] {
  const sheet = workbook.sheetNamed('Log');
  if (!sheet) throw new Error('The workbook has no tab Log.');
  const { rows, columns } = sheet.contentExtent();
  const [headers = [], ...lines] = sheet.displayValues({ row: 1, column: 1, rows, columns });
  const cell = (line: string[], header: string) => line[headers.indexOf(header)] ?? '';
  return lines.map((line) => ({
    operation: cell(line, 'Operation'),
    service: cell(line, 'Service'),
    status: cell(line, 'Status'),
    milliseconds: cell(line, 'ms'),
  }));
}
