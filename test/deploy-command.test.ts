import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifestDifference } from '../local/deploying/manifest-difference.ts';
import { GoogleApi } from '../local/google-api/google-api.ts';
import type { ProjectFile } from '../local/google-api/project-files.ts';
import packageFile from '../package.json' with { type: 'json' };
import { removeTemporaryFolders } from './support/commands.ts';
import { byName, Installation } from './support/installation.ts';

let google: GoogleApi;
beforeAll(async () => {
  google = await GoogleApi.start();
});
afterAll(async () => {
  await google.stop();
  await removeTemporaryFolders();
});

const olderCode: ProjectFile = { name: 'Code', type: 'SERVER_JS', source: 'function older() {}' };
const ownManifest = async (installation: Installation): Promise<ProjectFile> => ({
  name: 'appsscript',
  type: 'JSON',
  source: await installation.read('appsscript.json'),
});

/** One that has an older version of the add-on under this version's manifest. */
async function upgradable(...more: ProjectFile[]) {
  const installation = await Installation.at(google);
  const before = [await ownManifest(installation), olderCode, ...more];
  const scriptId = await installation.linkToScript(before);
  return { installation, scriptId, before };
}

describe('deploy', () => {
  it('brings exactly the files of dist/ onto the target, byte by byte, and no other target', async () => {
    const { installation, scriptId, before } = await upgradable();
    const staging = await installation.linkToScript(before, 'staging');

    const { code, stdout } = await installation.run('deploy', '--target', 'staging');

    expect(code).toBe(0);
    const built = byName(await installation.built());
    expect(byName(installation.standing(staging))).toEqual(built);
    expect(installation.standing(scriptId)).toEqual(before);
    expect(await installation.has('tested')).toBe(true);
    expect(stdout.trim().split('\n')).toEqual([
      `${built.length} files were pushed to staging: https://script.google.com/d/${staging}/edit`,
      'Next: reload the spreadsheet and choose Charter → Set up.',
    ]);
    expect(await installation.files('build')).not.toContainEqual(expect.stringMatching(/standing|replaced/));
  });

  it('sends nothing twice', async () => {
    const installation = await Installation.at(google);
    await installation.linkToScript(await installation.built());
    const { code, stdout } = await installation.run('deploy');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'production holds this version already. Nothing was sent.\n',
    });
  });

  it('runs what builds, checks and tests before it pushes', () => {
    expect(packageFile.scripts.test).toBe('npm run build && npm run check && vitest run');
  });

  it('pushes nothing when a test fails', async () => {
    const { installation, scriptId, before } = await upgradable();
    await installation.testBy('exit 3');
    const { code, stdout, stderr } = await installation.run('deploy');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^deploy: npm test failed, see above\. Nothing was sent\.$/m);
    expect(installation.standing(scriptId)).toEqual(before);
  });

  it('pushes nothing when clasp would leave files out', async () => {
    const { installation, scriptId, before } = await upgradable();
    await installation.write('.claspignore', '**/board.html\n');
    const { code, stderr } = await installation.run('deploy');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^deploy: clasp would push something else than dist\/: without board\.html\. Look at \.claspignore and \.clasp\.production\.json\./m,
    );
    expect(installation.standing(scriptId)).toEqual(before);
  });

  it('leaves the older version whole when Google refuses the new one', async () => {
    const { installation, scriptId, before } = await upgradable();
    await installation.write('dist/Code.js', 'function broken( {}');
    const { code, stderr } = await installation.run('deploy');
    expect(code).toBe(1);
    expect(stderr).toMatch(/^deploy: clasp failed: .*Syntax error: .*file: Code/m);
    expect(installation.standing(scriptId)).toEqual(before);
  });
});

describe('deploy, onto a manifest that says something else', () => {
  it('says in which lines it differs and sends nothing, until it may replace it', async () => {
    const installation = await Installation.at(google);
    const scriptId = await installation.linkToScript([]);
    const before = installation.standing(scriptId);

    const refused = await installation.run('deploy');

    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 2, stdout: '' });
    const lines = refused.stderr.trim().split('\n');
    expect(lines[0]).toBe(
      "deploy: The manifest of production is another (−) than this version's (+). Nothing was sent.",
    );
    expect(lines[1]).toBe('deploy:   + oauthScopes: openid');
    expect(lines).toContain('deploy:   − timeZone: America/New_York');
    expect(lines.at(-1)).toBe(
      'deploy: To replace it, and all that stands there: npm run deploy -- --replace-manifest',
    );
    expect(installation.standing(scriptId)).toEqual(before);
    expect(await installation.has('tested')).toBe(false);

    const { code, stdout } = await installation.run('deploy', '--replace-manifest');

    expect(code).toBe(0);
    expect(byName(installation.standing(scriptId))).toEqual(byName(await installation.built()));
    expect(stdout).toMatch(/^The scopes changed: Google asks for consent again/m);
    const [, kept] = /^What stood there before is kept in (.*);/m.exec(stdout) ?? [];
    expect(await installation.read(`${kept}/appsscript.json`)).toBe(before[0]?.source);
  });

  it('doesn’t replace one that somebody changes while the tests run', async () => {
    const { installation, scriptId } = await upgradable();
    const changed = { ...(await ownManifest(installation)), source: '{"timeZone": "Europe/Athens"}' };
    const somebody = createServer((_request, response) => {
      google.projects.update(installation.owner, scriptId, [changed, olderCode]);
      response.end();
    });
    await new Promise<void>((resolve) => somebody.listen(0, '127.0.0.1', resolve));
    const { port } = somebody.address() as AddressInfo;
    await installation.testBy(`node -e "fetch('http://127.0.0.1:${port}')"`);
    const { code, stderr } = await installation.run('deploy');
    somebody.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/^deploy: Somebody changed the manifest meanwhile\. Nothing was sent/m);
    expect(installation.standing(scriptId)).toEqual([changed, olderCode]);
  });

  it('asks nothing when Google laid it out in another way', async () => {
    const { installation, scriptId } = await upgradable();
    const { oauthScopes, ...others } = JSON.parse(await installation.read('appsscript.json'));
    const source = JSON.stringify({ oauthScopes: oauthScopes.toReversed(), ...others });
    google.projects.update(installation.owner, scriptId, [{ name: 'appsscript', type: 'JSON', source }]);
    const { code, stdout } = await installation.run('deploy');
    expect(code).toBe(0);
    expect(stdout).not.toMatch(/scopes|kept/);
    expect(byName(installation.standing(scriptId))).toEqual(byName(await installation.built()));
  });

  it('names scopes first, then what else differs', () => {
    const standing = { timeZone: 'UTC', webapp: { access: 'MYSELF' }, oauthScopes: ['openid', 'mail'] };
    const own = { timeZone: 'UTC', oauthScopes: ['openid', 'sheets'], runtimeVersion: 'V8' };
    expect(manifestDifference(JSON.stringify(standing), JSON.stringify(own))).toEqual({
      lines: [
        '− oauthScopes: mail',
        '+ oauthScopes: sheets',
        '− webapp.access: MYSELF',
        '+ runtimeVersion: V8',
      ],
      changesScopes: true,
    });
  });
});

describe('deploy, where files stand that are not the add-on’s', () => {
  const helper: ProjectFile = { name: 'tools/helper', type: 'SERVER_JS', source: 'function helper() {}' };

  it('removes them, and keeps a copy that can be pushed back', async () => {
    const { installation, scriptId, before } = await upgradable(helper);
    const { code, stdout } = await installation.run('deploy');
    expect(code).toBe(0);
    expect(byName(installation.standing(scriptId))).toEqual(byName(await installation.built()));
    const [, kept] = /^What stood there before is kept in (.*);/m.exec(stdout) ?? [];
    const restored = await installation.clasp(`${kept}`, 'push', '--force');
    expect(restored.code).toBe(0);
    expect(byName(installation.standing(scriptId))).toEqual(byName(before));
  });

  it('says so when nothing else would be pushed, for then they stay', async () => {
    const installation = await Installation.at(google);
    const scriptId = await installation.linkToScript([...(await installation.built()), helper]);
    const { code, stdout, stderr } = await installation.run('deploy');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(
      `deploy: production holds this version, and tools/helper.js besides. Delete that in its editor: https://script.google.com/d/${scriptId}/edit\n`,
    );
  });
});

describe('what keeps deploy from pushing', () => {
  /** The one line that it says, after whatever the tests said. */
  async function refusal(installation: Installation): Promise<{ code: number | null; line: string }> {
    const { code, stdout, stderr } = await installation.run('deploy');
    expect(stdout).toBe('');
    const lines = stderr.split('\n').filter((line) => line.startsWith('deploy: '));
    expect(lines).toHaveLength(1);
    return { code, line: lines[0]?.slice('deploy: '.length) ?? '' };
  }

  it('no link', async () => {
    expect(await refusal(await Installation.at(google))).toEqual({
      code: 2,
      line: 'production is linked to no script yet. Write: npm run link -- SCRIPT_ID, or for a new one: npm run link -- --new SPREADSHEET_ID',
    });
  });

  it('a link to a script that isn’t there', async () => {
    const installation = await Installation.at(google);
    const scriptId = `1${'x'.repeat(56)}`;
    await installation.linkTo(scriptId);
    expect(await refusal(installation)).toEqual({
      code: 2,
      line: `Google knows no script ${scriptId}, which production is linked to. Link the right one: npm run link -- SCRIPT_ID --replace`,
    });
    expect(await installation.files('build')).not.toContainEqual(expect.stringContaining('standing'));
  });

  it('a link to somebody else’s script', async () => {
    const [installation, other] = [await Installation.at(google), await Installation.at(google)];
    const scriptId = await other.linkToScript([]);
    await installation.linkTo(scriptId);
    expect(await refusal(installation)).toEqual({
      code: 2,
      line: `The script ${scriptId} may not be changed by who is logged in. Log in as somebody who may edit its spreadsheet: npx clasp login.`,
    });
  });

  it('no login', async () => {
    const { installation } = await upgradable();
    installation.environment.clasp_config_auth = `${installation.folder}/nobody.json`;
    expect(await refusal(installation)).toEqual({
      code: 2,
      line: 'Nobody is logged in to Google here. Run npx clasp login, then this again.',
    });
  });

  it('a login that lapsed', async () => {
    const { installation } = await upgradable();
    installation.owner.isLoginGood = false;
    expect(await refusal(installation)).toEqual({
      code: 2,
      line: 'The login to Google has lapsed. Run npx clasp login, then this again.',
    });
    expect(await installation.has('tested')).toBe(false);
  });

  it('the Apps Script API switched off, of which Google tells at the push', async () => {
    const { installation, scriptId, before } = await upgradable();
    installation.owner.isApiOn = false;
    expect(await refusal(installation)).toEqual({
      code: 2,
      line: expect.stringMatching(
        /^The Apps Script API is switched off for your account\. Switch it on at https:\/\/script\.google\.com\/home\/usersettings/,
      ),
    });
    expect(installation.standing(scriptId)).toEqual(before);
  });

  it('no network', async () => {
    const { installation } = await upgradable();
    const elsewhere = await GoogleApi.start();
    const { HTTPS_PROXY } = elsewhere.environment;
    await elsewhere.stop();
    Object.assign(installation.environment, { HTTPS_PROXY });
    expect(await refusal(installation)).toEqual({
      code: 1,
      line: "Google can't be reached (ECONNREFUSED). Look at the network, then run this again.",
    });
  });

  it.each([
    [['--target', 'prod'], '--target “prod” is no target. Write production or staging.'],
    [['now'], '“now” is no option. See --help.'],
  ])('%j', async (options, message) => {
    const installation = await Installation.at(google);
    const { code, stderr } = await installation.run('deploy', ...options);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `deploy: ${message}\n` });
  });
});
