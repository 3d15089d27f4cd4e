import type * as z from 'zod';
import type { Log } from '../shared/service-app.ts';

/** Asks an authority for public data: JSON of this shape, or an error when it isn't there in time. */
export type PublicData = <Schema extends z.ZodType>(url: URL, schema: Schema) => Promise<z.output<Schema>>;

export interface PublicDataDependencies {
  fetch: typeof fetch;
  /** The weather service turns away who doesn't say who they are. */
  userAgent: string;
  log: Log;
}

/** Three in a row, which the weather may take, stay well under the function's time-out. */
const LONGEST_MILLISECONDS = 3_000;

export function publicData({ fetch, userAgent, log }: PublicDataDependencies): PublicData {
  return async (url, schema) => {
    try {
      const response = await fetch(url, {
        headers: { 'User-Agent': userAgent, Accept: 'application/geo+json, application/json' },
        signal: AbortSignal.timeout(LONGEST_MILLISECONDS),
      });
      if (!response.ok) throw new HttpFailure(response.status);
      return schema.parse(await response.json());
    } catch (error) {
      const { name } = error as Error;
      const status = error instanceof HttpFailure ? error.status : null;
      log({ service: 'ship-captain-crew', event: 'public-data', host: url.host, outcome: name, status });
      throw error;
    }
  };
}

class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly status: number;

  constructor(status: number) {
    super(`HTTP ${status}`);
    this.status = status;
  }
}
