import * as z from 'zod';
import { defaultTables } from './tables.ts';

const schema = z.object({
  /**
   * Hexadecimal SHA-256 of the service key; two, separated by a comma, while the key is being rotated.
   * Missing is no reason not to start: each request then says so.
   */
  SERVICE_KEY_HASH: z.string().optional(),
  /** Id or ARN of the secret that signs the magic links. Its string is the key itself. */
  JWT_SECRET_ID: z.string().min(1),
  EVENTS_TABLE: z.string().min(1).default(defaultTables.events),
  OUTBOX_TABLE: z.string().min(1).default(defaultTables.outbox),
  IDEMPOTENCY_TABLE: z.string().min(1).default(defaultTables.idempotency),
  UPLOADS_TABLE: z.string().min(1).default(defaultTables.uploads),
  CHECKLISTS_TABLE: z.string().min(1).default(defaultTables.checklists),
  /**
   * The private bucket of guests' photos, without dots in its name: its address has the name in front, and a dot there
   * breaks TLS. Without it all works but the uploads, which say so.
   */
  UPLOAD_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
    .optional(),
  /** The address that crew mail comes from, verified with SES. */
  MAIL_FROM: z.string().min(1),
  /** Where crew open their links: the link is `{PUBLIC_URL}/crew/confirm?token=…`. */
  PUBLIC_URL: z.url().transform((url) => url.replace(/\/+$/, '')),
  /** The station of NOAA CO-OPS at the dock: its tides, and the weather at its position. San Diego's by default. */
  TIDE_STATION: z
    .string()
    .regex(/^\d{7}$/)
    .default('9410170'),
  /** The time zone in which crew and guests read times. */
  TIME_ZONE: z.string().default('America/Los_Angeles').refine(isTimeZone, 'is no IANA time zone'),
});

export type Environment = z.output<typeof schema>;

/** The environment, or the names of the variables that are missing or wrong. */
export function readEnvironment(
  variables: Record<string, string | undefined>,
): { environment: Environment } | { wrong: string[] } {
  const result = schema.safeParse(variables);
  return result.success
    ? { environment: result.data }
    : { wrong: result.error.issues.map((issue) => String(issue.path[0])) };
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
