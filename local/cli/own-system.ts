import { projectRoot } from '../project-root.ts';
import { LocalSystem } from '../system.ts';
import { readTable, type Table } from '../tables/csv-table.ts';
import { assertAny, readTables, type Tables } from '../tables/example-tables.ts';
import { settingHeaders } from '../tables/headers.ts';
import { Interrupted, interruption } from './interruption.ts';

/** CSV files by the tab that they fill. */
export type Files = { bookings: string } & Partial<Record<keyof Tables, string>>;

/** Works with the bookings of a file in a system of its own, which ends with this call. Throws Interrupted. */
export async function inOwnSystem<Report>(
  files: Files,
  now: number | undefined,
  work: (system: LocalSystem, bookings: Table) => Promise<Report>,
): Promise<{ report: Report; messages: string[] }> {
  const root = projectRoot();
  const { settings, ...others } = files;
  const { bookings, ...references } = await readTables(root, others);
  const changedSettings = settings === undefined ? undefined : await readTable(settings, settingHeaders);
  assertAny(bookings);
  const interrupted = interruption();
  const system = await LocalSystem.start({ root, now, ports: { aws: 0, guestSite: 0, crewApi: 0 } });
  try {
    system.messages.take();
    system.pasteReferences(references);
    system.pasteReferences({ settings: changedSettings });
    const interrupting = interrupted.then((signal) => Promise.reject(new Interrupted(signal)));
    const report = await Promise.race([interrupting, work(system, bookings)]);
    return { report, messages: system.messages.take() };
  } finally {
    await system.stop();
  }
}
