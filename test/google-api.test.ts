import { createServer } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GoogleApi } from '../local/google-api/google-api.ts';
import { People, type Person } from '../local/google-api/people.ts';
import type { ProjectFile } from '../local/google-api/project-files.ts';
import { scriptApi } from '../local/google-api/script-api.ts';
import { ScriptProjects } from '../local/google-api/script-projects.ts';
import { tokenEndpoint } from '../local/google-api/token-endpoint.ts';

const manifest: ProjectFile = { name: 'appsscript', type: 'JSON', source: '{"timeZone": "UTC"}' };
const code: ProjectFile = { name: 'Code', type: 'SERVER_JS', source: 'function run() {}' };

describe('the stand-in for the Apps Script API', () => {
  const people = new People();
  const projects = new ScriptProjects();
  const api = scriptApi(people, projects);
  const owner = people.add('owner@example.com');

  const request = async (path: string, init: RequestInit = {}, person: Person | undefined = owner) => {
    const accessToken = people.refresh(person.refreshToken) ?? 'none';
    const headers = { Authorization: `Bearer ${accessToken}`, 'Content-Type': 'application/json' };
    const response = await api.request(path, { ...init, headers });
    // biome-ignore lint/suspicious/noExplicitAny: what is in it is what these tests are about.
    const body: any = await response.json();
    return { status: response.status, body };
  };
  const put = (scriptId: string, files: unknown) =>
    request(`/v1/projects/${scriptId}/content`, { method: 'PUT', body: JSON.stringify({ files }) });

  it('makes a script in a spreadsheet, and gives back what it was given', async () => {
    const parentId = projects.addSpreadsheet(owner);
    const body = JSON.stringify({ title: 'Charter Desk', parentId });
    const made = await request('/v1/projects', { method: 'POST', body });
    expect(made).toMatchObject({ status: 200, body: { title: 'Charter Desk', parentId } });
    const { scriptId } = made.body;
    expect(await put(scriptId, [manifest, code])).toEqual({
      status: 200,
      body: { scriptId, files: [manifest, code] },
    });
    expect(await request(`/v1/projects/${scriptId}/content`)).toEqual({
      status: 200,
      body: { scriptId, files: [manifest, code] },
    });
    expect((await request(`/v1/projects/${scriptId}`)).body).toEqual(made.body);
  });

  it.each<[string, unknown, string]>([
    ['no manifest', [code], 'Project contents must include a manifest file named appsscript.'],
    ['other JSON', [manifest, { ...manifest, name: 'data' }], 'Request contains an invalid argument.'],
    ['an extension in a name', [manifest, { ...code, name: 'Code.gs' }], 'Request contains an invalid'],
    ['a name twice', [manifest, code, code], 'Request contains an invalid argument.'],
    ['an unknown type', [manifest, { ...code, type: 'TEXT' }], 'Request contains an invalid argument.'],
    ['no files', undefined, 'Request contains an invalid argument.'],
    [
      'code that doesn’t parse',
      [manifest, { ...code, source: '\nfunction (' }],
      'Syntax error: SyntaxError: Function statements require a function name line: 2 file: Code',
    ],
    ['a manifest that is no JSON', [{ ...manifest, source: '{' }], '"appsscript.json" has errors: '],
    [
      'an unknown field of the manifest',
      [{ ...manifest, source: '{"timeZone": "UTC", "filePushOrder": []}' }],
      '"appsscript.json" has errors: Invalid manifest: unknown fields: [filePushOrder]',
    ],
  ])('refuses %s, and keeps what stands', async (_what, files, message) => {
    const { scriptId } = projects.create(owner, 'Charter Desk');
    projects.update(owner, scriptId, [manifest, code]);
    const { status, body } = await put(scriptId, files);
    expect({ status, state: body.error.status }).toEqual({ status: 400, state: 'INVALID_ARGUMENT' });
    expect(body.error.message).toContain(message);
    expect(body.error.errors).toEqual([
      { message: body.error.message, domain: 'global', reason: 'badRequest' },
    ]);
    expect(projects.get(owner, scriptId).files).toEqual([manifest, code]);
  });

  it('tells apart what isn’t there, what is somebody else’s, and who isn’t anybody', async () => {
    const other = people.add('other@example.com');
    const { scriptId } = projects.create(other, 'Not yours');
    expect(await request('/v1/projects/none')).toMatchObject({
      status: 404,
      body: { error: { status: 'NOT_FOUND' } },
    });
    expect(await request(`/v1/projects/${scriptId}`)).toMatchObject({
      status: 403,
      body: { error: { status: 'PERMISSION_DENIED' } },
    });
    other.isLoginGood = false;
    expect(await request(`/v1/projects/${scriptId}`, {}, other)).toMatchObject({
      status: 401,
      body: { error: { status: 'UNAUTHENTICATED' } },
    });
  });

  it('refreshes a login that is good, and no other', async () => {
    const person = people.add('guest@example.com');
    const refresh = async (changes: Record<string, string>) => {
      const form = {
        client_id: 'id',
        client_secret: 'secret',
        grant_type: 'refresh_token',
        refresh_token: person.refreshToken,
      };
      const body = new URLSearchParams({ ...form, ...changes });
      const response = await tokenEndpoint(people).request('/token', { method: 'POST', body });
      return { status: response.status, body: await response.json() };
    };
    expect(await refresh({})).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
    expect(await refresh({ client_secret: '' })).toMatchObject({ body: { error: 'invalid_request' } });
    expect(await refresh({ grant_type: 'password' })).toMatchObject({
      body: { error: 'unsupported_grant_type' },
    });
    person.isLoginGood = false;
    expect(await refresh({})).toEqual({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    });
  });
});

describe('the way to the stand-in', () => {
  let google: GoogleApi;
  beforeAll(async () => {
    google = await GoogleApi.start();
  });
  afterAll(async () => {
    await google.stop();
  });

  it('leads to Google’s names and nowhere else', async () => {
    const outside = createServer();
    await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve));
    const { port } = outside.address() as { port: number };
    const proxy = new URL(google.environment.HTTPS_PROXY ?? '');
    for (const target of [`127.0.0.1:${port}`, 'example.com:443', 'script.googleapis.com:80']) {
      const socket = connect(Number(proxy.port), proxy.hostname);
      socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 403 /);
    }
    outside.close();
  });
});
