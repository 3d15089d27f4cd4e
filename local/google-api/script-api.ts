import { type Context, Hono } from 'hono';
import * as z from 'zod';
import { badRequest, GoogleError, notFound, unauthenticated } from './google-error.ts';
import type { People, Person } from './people.ts';
import { projectFile } from './project-files.ts';
import type { ScriptProject, ScriptProjects } from './script-projects.ts';

const newProject = z.strictObject({ title: z.string().min(1), parentId: z.string().optional() });
const newContent = z.strictObject({ scriptId: z.string().optional(), files: z.array(projectFile) });

/**
 * `https://script.googleapis.com/v1`: `projects.create`, `get`, `getContent` and `updateContent`, as Google's discovery
 * document has them. Everything else is refused.
 */
export function scriptApi(people: People, projects: ScriptProjects): Hono {
  const caller = (context: Context): Person => {
    const [, accessToken = ''] = /^Bearer (\S+)$/.exec(context.req.header('Authorization') ?? '') ?? [];
    const person = people.withToken(accessToken);
    if (!person) throw unauthenticated();
    return person;
  };
  const api = new Hono().basePath('/v1/projects');
  api.post('/', async (context) => {
    const { title, parentId } = await bodyOf(context, newProject);
    return context.json(shown(projects.create(caller(context), title, parentId)));
  });
  api.get('/:scriptId', (context) =>
    context.json(shown(projects.get(caller(context), context.req.param('scriptId')))),
  );
  api.get('/:scriptId/content', (context) => {
    const { scriptId, files } = projects.get(caller(context), context.req.param('scriptId'));
    return context.json({ scriptId, files });
  });
  api.put('/:scriptId/content', async (context) => {
    const { files } = await bodyOf(context, newContent);
    const { scriptId } = projects.update(caller(context), context.req.param('scriptId'), files);
    return context.json({ scriptId, files });
  });
  api.notFound((context) => context.json(notFound().body(), 404));
  api.onError((error, context) => {
    if (!(error instanceof GoogleError)) throw error;
    return context.json(error.body(), error.code);
  });
  return api;
}

async function bodyOf<Body>(context: Context, shape: z.ZodType<Body>): Promise<Body> {
  const { data, error } = shape.safeParse(await context.req.json().catch(() => undefined));
  if (error) throw badRequest();
  return data as Body;
}

function shown({ scriptId, title, parentId, owner }: ScriptProject): object {
  const creator = { email: owner.email };
  return { scriptId, title, ...(parentId !== undefined && { parentId }), creator };
}
