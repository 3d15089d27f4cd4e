import { createHash } from 'node:crypto';
import type { LocalSystem } from '../../local/system.ts';

/** All that a preview must leave as it was, the number of requests too; of tabs, which are large, a hash. */
export function wholeState({ workbook, project, cloud }: LocalSystem) {
  const { sheets, ...rest } = workbook.data;
  const hash = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  return {
    ...project.save(),
    ...rest,
    tabs: sheets.map((sheet) => [sheet.name, hash(sheet)]),
    requests: cloud.log.length,
    mails: cloud.outbox.mails.length,
  };
}
