import { describe, expect, it } from 'vitest';
import { tryMatrix } from '../../local/faults/matrix.ts';
import { MISHAPS } from '../../local/faults/mishaps.ts';
import type { Scenario } from '../../local/faults/scenarios.ts';
import { SERVICES } from '../../local/faults/services.ts';

/** More than a hundred publishes in each test, on machines with two cores. */
export const PATIENCE_MILLISECONDS = 15 * 60_000;

export const wrong = <Cell extends { faults: string[] }>(cells: readonly Cell[]) =>
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
  });
}
