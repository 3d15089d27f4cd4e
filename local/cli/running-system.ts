import * as z from 'zod';
import { type PlanReport, planReport } from '../plan-report.ts';
import { type PublishReport, publishReport } from '../publish-report.ts';
import type { GivenTables } from '../tables/example-tables.ts';
import { FileProblem } from '../tables/file-problem.ts';
import { UsageError } from '../usage-error.ts';

const published = z.object({ report: publishReport, messages: z.array(z.string()) });
const planned = z.object({ report: planReport });
const refused = z.object({ problems: z.array(z.string()) });

/** Publishes in the system whose workbench answers at `address`. Throws UsageError or FileProblem. */
export async function publishAt(
  address: string,
  tables: GivenTables,
  now: number | undefined,
): Promise<{ report: PublishReport; messages: string[] }> {
  if (now !== undefined) await post(address, '/api/clock', { now: timestamp(now) });
  return ask(address, '/api/publish', tables, published);
}

/** What publishing would do there, which changes nothing there. Throws UsageError or FileProblem. */
export async function planAt(
  address: string,
  tables: GivenTables,
  now: number | undefined,
): Promise<{ report: PlanReport }> {
  return ask(address, '/api/plan', { ...tables, ...(now !== undefined && { now: timestamp(now) }) }, planned);
}

async function ask<Answer>(
  address: string,
  path: string,
  body: object,
  answer: z.ZodType<Answer>,
): Promise<Answer> {
  const result = answer.safeParse(await post(address, path, body));
  if (!result.success) throw notAWorkbench(address);
  return result.data;
}

function timestamp(now: number): string {
  return new Date(now).toISOString();
}

async function post(address: string, path: string, body: object): Promise<unknown> {
  const response = await fetch(urlOf(address, path), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    redirect: 'error',
  }).catch((error: Error) => {
    const { cause } = error;
    const why = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : '';
    throw new UsageError(
      `--at ${address}: nothing answers there${why}. Run npm start, and give its workbench's address.`,
    );
  });
  const answer: unknown = await response.json().catch(() => undefined);
  const { data } = refused.safeParse(answer);
  if (data && response.status < 500) throw new FileProblem(data.problems);
  if (data) throw new Error(data.problems.join('\n'));
  if (!response.ok) throw notAWorkbench(address);
  return answer;
}

function urlOf(address: string, path: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'http:') {
    throw new UsageError(`--at “${address}” is no address. Write it like http://127.0.0.1:8787.`);
  }
  return new URL(path, url);
}

function notAWorkbench(address: string): UsageError {
  return new UsageError(
    `--at ${address}: that is no workbench of this version. Give the address that npm start prints.`,
  );
}
