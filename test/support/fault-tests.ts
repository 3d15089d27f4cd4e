import { describe, expect, it } from 'vitest';
import { tryKills } from '../../local/faults/kills.ts';
import { tryMatrix } from '../../local/faults/matrix.ts';
import { MISHAPS } from '../../local/faults/mishaps.ts';
import type { Scenario } from '../../local/faults/scenarios.ts';
import { SERVICES } from '../../local/faults/services.ts';

/** Some hundred publishes in each test, on machines with two cores. */
const PATIENCE_MILLISECONDS = 15 * 60_000;

const wrong = <Cell extends { faults: string[] }>(cells: readonly Cell[]) =>
  cells.filter(({ faults }) => faults.length > 0);

/** The fault matrix of one scenario. */
export function describeFaults(scenario: Scenario): void {
  describe(`a ${scenario.name}`, () => {
    it.each(SERVICES)(
      'leaves each system with just what it should hold, whatever goes wrong at any operation, with %s services',
      async (services) => {
        const { operations, cells } = await tryMatrix(scenario, services);
        expect(operations.length).toBeGreaterThan(5);
        expect(new Set(cells.map(({ mishap }) => mishap)).size).toBeGreaterThanOrEqual(MISHAPS.length - 1);
        expect(wrong(cells)).toEqual([]);
      },
      PATIENCE_MILLISECONDS,
    );

    it(
      'is finished by the timer when it is killed before any call of an Apps Script service',
      async () => {
        const cells = await tryKills(scenario);
        expect(cells.length).toBeGreaterThan(50);
        expect(wrong(cells)).toEqual([]);
      },
      PATIENCE_MILLISECONDS,
    );
  });
}
