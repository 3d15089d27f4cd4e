import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readScriptId, readSpreadsheetId } from '../local/deploying/google-id.ts';
import { GoogleApi } from '../local/google-api/google-api.ts';
import { removeTemporaryFolders } from './support/commands.ts';
import { byName, Installation } from './support/installation.ts';

const SCRIPT = `1${'aB3-_'.repeat(11)}x`;
const OTHER_SCRIPT = `1${'zY9-_'.repeat(11)}x`;
const SPREADSHEET = `1${'cD4-_'.repeat(8)}xyz`;

let google: GoogleApi;
let installation: Installation;
beforeAll(async () => {
  google = await GoogleApi.start();
});
afterAll(async () => {
  await google.stop();
  await removeTemporaryFolders();
});

describe('link', () => {
  it('remembers which script each target is, where clasp finds it', async () => {
    installation = await Installation.at(google);
    const first = await installation.run('link', SCRIPT);
    const second = await installation.run('link', '--target', 'staging', OTHER_SCRIPT);
    expect([first, second]).toEqual([
      {
        code: 0,
        stdout: `production is the script ${SCRIPT}.\nNext: npm run deploy\n`,
        stderr: '',
      },
      {
        code: 0,
        stdout: `staging is the script ${OTHER_SCRIPT}.\nNext: npm run deploy -- --target staging\n`,
        stderr: '',
      },
    ]);
    const linked = async (target: string) => JSON.parse(await installation.read(`.clasp.${target}.json`));
    expect(await linked('production')).toEqual({ scriptId: SCRIPT, rootDir: 'dist' });
    expect(await linked('staging')).toEqual({ scriptId: OTHER_SCRIPT, rootDir: 'dist' });
  });

  it('takes a target from one script to another only when told to', async () => {
    installation = await Installation.at(google);
    await installation.linkTo(SCRIPT);
    const refused = await installation.run('link', OTHER_SCRIPT);
    expect(refused).toEqual({
      code: 2,
      stdout: '',
      stderr: `link: production is linked to the script ${SCRIPT}. To link it to another, add --replace; that script stays as it is.\n`,
    });
    expect(await installation.read('.clasp.production.json')).toContain(SCRIPT);

    expect((await installation.run('link', SCRIPT)).code).toBe(0);
    expect((await installation.run('link', OTHER_SCRIPT, '--replace')).code).toBe(0);
    expect(await installation.read('.clasp.production.json')).toContain(OTHER_SCRIPT);
  });

  it('says what to do with a link that was broken by hand', async () => {
    installation = await Installation.at(google);
    await installation.write('.clasp.staging.json', '{"scriptId": ');
    const { code, stderr } = await installation.run('link', SCRIPT, '--target', 'staging');
    expect(code).toBe(2);
    expect(stderr).toBe(
      "link: .clasp.staging.json can't be understood. Remove it, and link the target anew: npm run link -- SCRIPT_ID --target staging\n",
    );
  });

  it.each([
    [[], 'Which script? Write: npm run link -- SCRIPT_ID, or for a new one: npm run link --'],
    [[''], 'Which script? '],
    [['abc'], "“abc” is no script's id. In the spreadsheet choose Extensions → Apps Script"],
    [[SCRIPT, OTHER_SCRIPT], 'One script at a time'],
    [[SCRIPT, '--new', SPREADSHEET], '--new makes a script, and'],
    [['--new', 'Bookings'], '--new “Bookings” is no spreadsheet.'],
    [[SCRIPT, '--target', 'test'], '--target “test” is no target. Write production or staging.'],
    [[OTHER_SCRIPT], 'That script is staging. Give production one of its own.'],
  ])('refuses %j', async (options, message) => {
    installation = await Installation.at(google);
    await installation.linkTo(OTHER_SCRIPT, 'staging');
    const { code, stdout, stderr } = await installation.run('link', ...options);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^link: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(await installation.has('.clasp.production.json')).toBe(false);
  });
});

describe('link --new', () => {
  it('makes a script in the spreadsheet, links it, and leaves dist/ alone', async () => {
    installation = await Installation.at(google);
    const built = await installation.built();
    const spreadsheet = google.projects.addSpreadsheet(installation.owner);
    const address = `https://docs.google.com/spreadsheets/d/${spreadsheet}/edit#gid=0`;

    const { code, stdout } = await installation.run('link', '--new', address, '--target', 'staging');

    expect(code).toBe(0);
    const [script, ...others] = google.projects.all().filter(({ owner }) => owner === installation.owner);
    expect(others).toEqual([]);
    expect(script).toMatchObject({ title: 'Charter Desk (staging)', parentId: spreadsheet });
    expect(stdout).toBe(
      `staging is the new script ${script?.scriptId} in the spreadsheet ${spreadsheet}.\nNext: npm run deploy -- --replace-manifest --target staging\n`,
    );
    expect(JSON.parse(await installation.read('.clasp.staging.json'))).toEqual({
      scriptId: script?.scriptId,
      rootDir: 'dist',
    });
    expect(byName(await installation.built())).toEqual(byName(built));
    expect(await installation.has('.clasp.json')).toBe(false);
    expect(await installation.files('build')).not.toContainEqual(expect.stringContaining('new-script'));
  });

  it('makes nothing for a target that is linked already', async () => {
    installation = await Installation.at(google);
    const scriptId = await installation.linkToScript([]);
    const spreadsheet = google.projects.addSpreadsheet(installation.owner);
    const { code, stderr } = await installation.run('link', '--new', spreadsheet);
    expect(code).toBe(2);
    expect(stderr).toContain(`production is linked to the script ${scriptId}.`);
    expect(google.projects.all().filter(({ owner }) => owner === installation.owner)).toHaveLength(1);
  });

  it.each([
    [
      'a spreadsheet that isn’t there',
      () => SPREADSHEET,
      `Google finds no spreadsheet ${SPREADSHEET}. Check its address, and whose login it is`,
    ],
    [
      'the Apps Script API switched off',
      ({ owner }: Installation) => {
        owner.isApiOn = false;
        return google.projects.addSpreadsheet(owner);
      },
      'The Apps Script API is switched off for your account.',
    ],
  ])('links nothing after %s', async (_what, prepare, message) => {
    installation = await Installation.at(google);
    const { code, stdout, stderr } = await installation.run('link', '--new', prepare(installation));
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^link: [^\n]+\n$/);
    expect(stderr).toContain(message);
    expect(await installation.has('.clasp.production.json')).toBe(false);
  });
});

describe('an id', () => {
  it.each([
    SCRIPT,
    `https://script.google.com/home/projects/${SCRIPT}/edit`,
    `https://script.google.com/u/0/home/projects/${SCRIPT}/edit?pli=1`,
    `https://script.google.com/d/${SCRIPT}/edit`,
    `https://script.google.com/a/macros/example.com/d/${SCRIPT}/edit#x`,
  ])('of a script is found in %s', (text) => {
    expect(readScriptId(text)).toBe(SCRIPT);
  });

  it.each([
    SPREADSHEET,
    `https://docs.google.com/spreadsheets/d/${SPREADSHEET}/edit#gid=0`,
    `https://docs.google.com/spreadsheets/u/1/d/${SPREADSHEET}`,
  ])('of a spreadsheet is found in %s', (text) => {
    expect(readSpreadsheetId(text)).toBe(SPREADSHEET);
  });

  it.each([
    [`https://docs.google.com/spreadsheets/d/${SPREADSHEET}/edit`, `npm run link -- --new ${SPREADSHEET}`],
    [`https://script.google.com/macros/s/AKfycb${'x'.repeat(50)}/exec`, 'is the id of a deployment'],
    [`AKfycb${'x'.repeat(50)}`, 'is the id of a deployment'],
    ['https://example.com/', 'is no script'],
    [`https://script.google.com/d/${SCRIPT.replace('B', '%')}/edit`, 'is no script'],
  ])('of a script is not %s', (text, message) => {
    expect(() => readScriptId(text)).toThrow(message);
  });
});
