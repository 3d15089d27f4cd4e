import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Execution } from '../local/apps-script/index.ts';
import { Desk } from './support/desk.ts';

const MATE = 'mate@queenofsandiego.com';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

/** Charter → Set up, by somebody who takes over what another installed. That one's triggers stay: nobody else sees them. */
async function takeOver(user: string): Promise<void> {
  const alert = vi.spyOn(desk.system.messages, 'alert').mockResolvedValue('YES');
  const { logs } = await desk.run('setUp', { user });
  expect(logs).toEqual([]);
  alert.mockRestore();
}

/** Of those that the installed triggers started. */
function byUser(executions: Execution[]) {
  const installed = executions.filter(({ functionName }) => functionName !== 'onEdit');
  expect(installed.map(({ status }) => status)).toEqual(installed.map(() => 'completed'));
  return (user: string) => installed.filter((execution) => execution.user === user);
}

/** Looked who is remembered, said so, and that was all. */
function expectBystander(executions: Execution[], installedBy: string): void {
  expect(executions).not.toEqual([]);
  for (const { counts, logs } of executions) {
    expect(counts).toMatchObject({ spreadsheet: 0, urlFetch: 0, rounds: 0 });
    expect(counts.services).not.toHaveProperty('LockService');
    expect(logs).toHaveLength(1);
    expect(JSON.parse(logs[0]?.text ?? '')).toEqual({
      event: 'trigger ignored',
      installedBy,
      advice: `The triggers of ${installedBy} act. Remove yours: Extensions → Apps Script → Triggers.`,
    });
  }
}

describe('the installed triggers of two people', () => {
  it('do everything once: those act whose owner chose Set up last, until the roles swap', async () => {
    for (const [acting, other] of [
      [MATE, desk.system.captain],
      [desk.system.captain, MATE],
    ] as const) {
      await takeOver(acting);
      expect(desk.system.project.triggers.all()).toHaveLength(6);
      const [id, gone] = acting === MATE ? ['FIRST-TIME', 'ROW-1'] : ['SECOND-TIME', 'ROW-2'];
      desk.add({ 'Booking ID': id, Status: 'Draft' }, { 'Booking ID': gone, Status: 'Draft' });

      const edited = await desk.edit(id, { Status: 'Ready' });
      expectBystander(byUser(edited.executions)(other), acting);
      expect(desk.row(id).State).toBe('Published');
      expect(await desk.outside.crewEvents(id)).toHaveLength(1);

      const row = desk.rowNumber(gone);
      const deleted = await desk.captain.deleteRows('Bookings', row, 1);
      expectBystander(byUser(deleted)(other), acting);
      expect(byUser(deleted)(acting)[0]?.counts.spreadsheet).toBeGreaterThan(5);

      const ticked = await desk.timer(6);
      expectBystander(byUser(ticked.executions)(other), acting);
      expect(byUser(ticked.executions)(acting)[0]?.counts.spreadsheet).toBeGreaterThan(5);
    }
  });

  it('act where nobody is remembered, or Google hides whose authority a run has', async () => {
    await takeOver(desk.system.captain);
    const ran = async (user: string) => (await desk.run('onTimer', { user, context: 'timer' })).counts;
    expect((await ran(MATE)).spreadsheet).toBe(0);
    expect((await ran('')).spreadsheet).toBeGreaterThan(5);
    desk.system.project.properties.store('document', '').delete(['triggers/installed-by']);
    expect((await ran(MATE)).spreadsheet).toBeGreaterThan(5);
  });
});
