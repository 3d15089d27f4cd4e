import { rm } from 'node:fs/promises';
import { afterAll, beforeAll } from 'vitest';
import { Clock } from '../../local/clock.ts';
import { LocalCloud } from '../../local/cloud/local-cloud.ts';
import type { WireResponse } from '../../local/wire.ts';
import { buildCloud } from './cloud-build.ts';
import { type Signing, signed, type Unsigned } from './cloud-requests.ts';

/** Where a test's time begins. It stands still until `clock.advance`. */
export const start = Date.parse('2027-05-01T19:00:00Z');

export interface CloudHarness {
  cloud: LocalCloud;
  clock: Clock;
  /** Sends a request that the administrator signed at the set time, unless `signing` says otherwise. */
  call(service: string, unsigned: Unsigned, signing?: Partial<Signing>): Promise<WireResponse>;
}

/** One local cloud for a test file, its real and its set clock at `start`. */
export function useCloud(): CloudHarness {
  const harness = {
    call: async (service, unsigned, signing = {}) => {
      const { cloud, clock } = harness;
      const date = new Date(clock.now());
      const request = await signed(unsigned, { credentials: cloud.credentials, service, date, ...signing });
      return cloud.exchange(request);
    },
  } as CloudHarness;
  let buildDirectory = '';
  beforeAll(async () => {
    buildDirectory = await buildCloud();
    harness.clock = new Clock(undefined, () => start);
    harness.cloud = await LocalCloud.start({ clock: harness.clock, buildDirectory, realNow: () => start });
  });
  afterAll(async () => {
    await harness.cloud.stop();
    await rm(buildDirectory, { recursive: true, force: true });
  });
  return harness;
}
