import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

/** A stand-in service that shows what a function receives, and fails in each way that a function can. */
const probe = `
const answer = (value) => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });
let count = 0;
async function fetched({ url, timeout, ...init }) {
  try {
    const response = await fetch(url, timeout ? { ...init, signal: AbortSignal.timeout(timeout) } : init);
    return answer({ url: response.url, status: response.status, type: response.headers.get('content-type'), location: response.headers.get('location'), body: await response.text() });
  } catch (error) {
    return answer({ name: error.name, message: error.message, code: error.cause?.code });
  }
}
export async function handler(event, context) {
  if (event.source === 'aws.events') { count += 1; return { count, time: event.time }; }
  switch (event.path) {
    case '/crash': throw new TypeError('handler broke');
    case '/exit': process.exit(3);
    case '/nonsense': return 'not a proxy response';
    case '/busy': for (;;) {}
    case '/crew/redirect':
    case '/redirect': return { statusCode: 302, multiValueHeaders: { Location: ['https://queenofsandiego.com/crew/done'], 'Set-Cookie': ['a=1', 'b=2'] } };
    case '/page': return { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: '<a href="https://queenofsandiego.com/g/xhqgmdh">page</a>' };
    case '/fetch': return fetched(JSON.parse(event.body));
    case '/form': return { statusCode: 200, headers: { 'Content-Type': 'text/html' }, body: '<meta http-equiv="Content-Security-Policy" content="form-action \\'self\\' https://queenofsandiego-photos.s3.us-west-2.amazonaws.com/"><input name="success_action_redirect" value="https://queenofsandiego.com/g/presign"><a href="https://queenofsandiego.com/g/x">x</a>' };
    case '/counted': return answer({ count });
    case '/environment': return answer(process.env);
    case '/clock': return answer({ now: Date.now(), date: new Date().getTime(), epoch: new Date(0).getTime(), isDate: new Date() instanceof Date, remaining: context.getRemainingTimeInMillis() });
    default: return answer(event);
  }
}
`;

/** Builds the Lambda worker and puts the stand-in where each service's bundle would be. Gives the build directory. */
export async function buildCloud(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'charter-desk-build-'));
  await build({
    entryPoints: [path.resolve('local/cloud/lambda-worker.ts')],
    outfile: path.join(directory, 'cloud/lambda-worker.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  for (const name of ['jada-calendar', 'ship-captain-crew']) {
    await mkdir(path.join(directory, 'services', name), { recursive: true });
    await writeFile(path.join(directory, 'services', name, 'index.mjs'), probe);
  }
  return directory;
}
