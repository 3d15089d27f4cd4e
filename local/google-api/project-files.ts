import { Script } from 'node:vm';
import * as z from 'zod';
import { badRequest } from './google-error.ts';

/** A file as `projects.updateContent` takes it: its name has no extension, its type says what it is. */
export const projectFile = z.strictObject({
  name: z.string().min(1),
  type: z.enum(['SERVER_JS', 'HTML', 'JSON']),
  source: z.string(),
});
export type ProjectFile = z.infer<typeof projectFile>;

const manifest = z.strictObject({
  timeZone: z.string(),
  dependencies: z.looseObject({}).optional(),
  exceptionLogging: z.enum(['NONE', 'STACKDRIVER']).optional(),
  runtimeVersion: z.enum(['STABLE', 'V8', 'DEPRECATED_ES5']).optional(),
  oauthScopes: z.array(z.string()).optional(),
  webapp: z.looseObject({}).optional(),
});

/**
 * Refuses what Apps Script refuses of a project's content, as a whole: nothing of it is stored then. Names with an
 * extension Google takes, and makes `Code.gs.gs` of them; here they are refused, for nobody wants that.
 */
export function assertContent(files: readonly ProjectFile[]): void {
  const names = new Set<string>();
  for (const { name, type, source } of files) {
    if (/\.(gs|js|html|json)$/.test(name) || names.has(name)) throw badRequest();
    names.add(name);
    if (type === 'SERVER_JS') assertParses(name, source);
    if (type === 'JSON') {
      if (name !== 'appsscript') throw badRequest();
      assertManifest(source);
    }
  }
  if (!files.some(({ type }) => type === 'JSON')) {
    throw badRequest('Project contents must include a manifest file named appsscript.');
  }
}

function assertParses(name: string, source: string): void {
  try {
    new Script(source, { filename: name });
  } catch (error) {
    const { message, stack = '' } = error as SyntaxError;
    const [, line = '1'] = /^.*:(\d+)\n/.exec(stack) ?? [];
    throw badRequest(`Syntax error: SyntaxError: ${message} line: ${line} file: ${name}`);
  }
}

function assertManifest(source: string): void {
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    throw badRequest(`"appsscript.json" has errors: Invalid JSON: ${(error as Error).message}`);
  }
  const [issue] = manifest.safeParse(parsed).error?.issues ?? [];
  if (issue) throw badRequest(`"appsscript.json" has errors: Invalid manifest: ${inWords(issue)}`);
}

function inWords(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return `unknown fields: [${issue.keys.join(', ')}]`;
  return `${issue.message} for "${issue.path.join('.')}"`;
}
