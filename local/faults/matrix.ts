import { FaultDesk } from './fault-desk.ts';
import { isExpected } from './human.ts';
import { arm, canHappen, MISHAPS, type Mishap } from './mishaps.ts';
import { discoverOperations, labelOf, type Operation } from './operations.ts';
import { recover } from './recovery.ts';
import type { Expected, Scenario } from './scenarios.ts';
import type { Services } from './services.ts';

/** What one mishap at one operation came to. */
export interface Cell {
  operation: string;
  mishap: string;
  /** The captain had to say something, or click once more. */
  asked: boolean;
  /** In words; nothing where all is as it should be. */
  faults: string[];
}

export interface Matrix {
  scenario: Scenario['name'];
  services: Services;
  /** In the order in which a publish does them. */
  operations: string[];
  cells: Cell[];
}

interface Trial {
  bookingId: string;
  operation: Operation;
  mishap: Mishap;
}

/**
 * Tries each mishap at each remote operation of a click, each with a booking of its own in one local system; lets the
 * standing timer tick until it rests; has the captain do what the sheet asks for; and holds what each system then
 * holds against what it should.
 */
export async function tryMatrix(scenario: Scenario, services: Services): Promise<Matrix> {
  const desk = await FaultDesk.open(services);
  try {
    await scenario.prepare(desk, ['SMOOTH']);
    const operations = await discoverOperations(desk, 'SMOOTH');
    const trials = trialsOf(operations, services);
    await scenario.prepare(
      desk,
      trials.map(({ bookingId }) => bookingId),
    );
    for (const { bookingId, mishap, operation } of trials) {
      desk.system.project.evictCaches();
      const onBridgeCall = arm(desk, mishap, operation);
      await desk.publish([bookingId], onBridgeCall);
      desk.clearMishaps();
    }
    const expected = (bookingId: string): Expected => scenario.expected(desk.dayOf(bookingId));
    const recoveries = await recover(
      desk,
      trials.map(({ bookingId }) => bookingId),
      expected,
      services,
    );
    const cells = trials.map(({ bookingId, operation, mishap }): Cell => {
      const { faults, asked, clicked } = recoveries.get(bookingId) ?? {
        faults: ['lost'],
        asked: false,
        clicked: false,
      };
      const isRight = isExpected({ asked, clicked }, { mishap, operation, operations, scenario, services });
      return {
        operation: labelOf(operation),
        mishap: mishap.name,
        asked: asked || clicked,
        faults: isRight ? faults : [...faults, 'the captain was needed where nobody should be'],
      };
    });
    return { scenario: scenario.name, services, operations: operations.map(labelOf), cells };
  } finally {
    await desk.close();
  }
}

/** Requests that leave together are killed together: a kill is tried once for each round, at its first operation. */
function trialsOf(operations: readonly Operation[], services: Services): Trial[] {
  const isFirstOfRound = ({ round }: Operation, index: number) =>
    operations.findIndex((other) => other.round === round) === index;
  return operations.flatMap((operation, index) =>
    MISHAPS.filter((mishap) => canHappen(mishap, operation, services))
      .filter((mishap) => mishap.how !== 'kill' || isFirstOfRound(operation, index))
      .map((mishap) => ({
        bookingId: `F${index}-${MISHAPS.indexOf(mishap)}-TRIAL`,
        operation,
        mishap,
      })),
  );
}
