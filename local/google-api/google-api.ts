import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { certificateFor } from './certificate.ts';
import { People, type Person } from './people.ts';
import { scriptApi } from './script-api.ts';
import { ScriptProjects } from './script-projects.ts';
import { SecureProxy } from './secure-proxy.ts';
import { tokenEndpoint } from './token-endpoint.ts';

/** As much of Google as clasp talks to, under Google's names. Nothing of it outlives `stop`. */
export class GoogleApi {
  private constructor(
    readonly people: People,
    readonly projects: ScriptProjects,
    private readonly proxy: SecureProxy,
    private readonly folder: string,
  ) {}

  static async start(): Promise<GoogleApi> {
    const people = new People();
    const projects = new ScriptProjects();
    const hosts = new Map([
      ['oauth2.googleapis.com', tokenEndpoint(people)],
      ['script.googleapis.com', scriptApi(people, projects)],
    ]);
    const certificate = await certificateFor([...hosts.keys()]);
    const proxy = await SecureProxy.open(hosts, certificate);
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'charter-desk-google-')));
    await writeFile(path.join(folder, 'certificate.pem'), certificate.certificate);
    return new GoogleApi(people, projects, proxy, folder);
  }

  /** What leads a program on Node here that asks for Google. */
  get environment(): NodeJS.ProcessEnv {
    return {
      HTTPS_PROXY: this.proxy.url,
      NO_PROXY: '',
      no_proxy: '',
      NODE_EXTRA_CA_CERTS: path.join(this.folder, 'certificate.pem'),
    };
  }

  /** A file as `clasp login` leaves it: clasp takes its path from `--auth`, or from `clasp_config_auth`. */
  async loginFileOf(person: Person): Promise<string> {
    const file = path.join(this.folder, `${person.email}.json`);
    const login = {
      type: 'authorized_user',
      client_id: 'of-clasp.apps.googleusercontent.com',
      client_secret: 'of-clasp',
      refresh_token: person.refreshToken,
    };
    await writeFile(file, JSON.stringify({ tokens: { default: login } }), { mode: 0o600 });
    return file;
  }

  async stop(): Promise<void> {
    await this.proxy.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
