import * as z from 'zod';
import { defaultTables } from './tables.ts';

const schema = z.object({
  /** Hexadecimal SHA-256 of the dashboard token. Missing is no reason not to start: each request then says so. */
  DASHBOARD_TOKEN_HASH: z.string().optional(),
  ENTRIES_TABLE: z.string().min(1).default(defaultTables.entries),
  IDEMPOTENCY_TABLE: z.string().min(1).default(defaultTables.idempotency),
});

export type Environment = z.output<typeof schema>;

export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  return schema.parse(variables);
}
