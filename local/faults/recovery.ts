import type { FaultDesk, OpenQuestion } from './fault-desk.ts';
import { lookAfter } from './people.ts';
import type { Expected } from './scenarios.ts';
import type { Services } from './services.ts';
import { faultsOf, rowOf } from './verdict.ts';

export interface Recovery {
  faults: string[];
  /** What the captain had to find out, or to do. */
  asked: Pick<OpenQuestion, 'projection' | 'question'>[];
  /** The captain had to publish again. */
  clicked: boolean;
}

/** Some questions come up only once another was answered. */
const MOST_VISITS = 4;

/** Lets all bookings come to rest, with the captain's help where the sheet asks for it, and judges each. */
export async function recover(
  desk: FaultDesk,
  bookingIds: readonly string[],
  expected: (bookingId: string) => Expected,
  services: Services,
): Promise<Map<string, Recovery>> {
  const recoveries = new Map<string, Recovery>(
    bookingIds.map((bookingId) => [bookingId, { faults: [], asked: [], clicked: false }]),
  );
  await desk.rest();
  for (let visit = 1; ; visit += 1) {
    const world = await desk.world();
    const needy: string[] = [];
    for (const [bookingId, recovery] of recoveries) {
      const faults = await faultsOf(world, bookingId, expected(bookingId), services);
      const { State, Problem } = rowOf(world, bookingId);
      if (State === 'Needs attention') {
        needy.push(bookingId);
        if (Problem === '') recovery.faults.push('State asks for attention, and Problem says nothing');
      } else {
        const said = visit === 1 ? 'at rest' : 'after the captain did as asked';
        recovery.faults.push(...faults.map((fault) => `${said}: ${fault}`));
      }
      if (visit > MOST_VISITS && State === 'Needs attention') {
        recovery.faults.push(`the captain was asked ${MOST_VISITS} times: ${Problem}`, ...faults);
      }
    }
    if (needy.length === 0 || visit > MOST_VISITS) return unique(recoveries);

    const questions = await desk.questions();
    const answers = questions.map((question) => {
      required(recoveries, question.bookingId).asked.push(question);
      return { question, arrived: lookAfter(desk, world, question, expected(question.bookingId)) };
    });
    await desk.answer(answers);
    const asked = new Set(questions.map(({ bookingId }) => bookingId));
    const refused = needy.filter((bookingId) => !asked.has(bookingId));
    for (const bookingId of refused) {
      required(recoveries, bookingId).clicked = true;
    }
    if (refused.length > 0) await desk.publish(refused);
    await desk.rest();
  }
}

function unique(recoveries: Map<string, Recovery>): Map<string, Recovery> {
  for (const recovery of recoveries.values()) recovery.faults = [...new Set(recovery.faults)];
  return recoveries;
}

export function required(recoveries: ReadonlyMap<string, Recovery>, bookingId: string): Recovery {
  const recovery = recoveries.get(bookingId);
  if (!recovery) throw new Error(`Nobody looked after ${bookingId}.`);
  return recovery;
}
