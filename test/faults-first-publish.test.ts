import { SCENARIOS } from '../local/faults/scenarios.ts';
import { describeFaults } from './support/fault-tests.ts';

const scenario = SCENARIOS.find(({ name }) => name === 'first publish');
if (scenario) describeFaults(scenario);
