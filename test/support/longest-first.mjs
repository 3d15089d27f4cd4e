import { BaseSequencer } from 'vitest/node';

const LONGEST = /\/faults-[^/]+$/;

/** Begins with the fault matrices, short files that take minutes: begun last, they would be waited for at the end. */
export class LongestFirst extends BaseSequencer {
  async sort(specifications) {
    const sorted = await super.sort(specifications);
    const isLongest = ({ moduleId }) => LONGEST.test(moduleId);
    return [...sorted.filter(isLongest), ...sorted.filter((one) => !isLongest(one))];
  }
}
