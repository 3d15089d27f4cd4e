import { createServer, type Server } from 'node:net';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  exists,
  removeTemporaryFolders,
  run,
  type ServingSystem,
  serveSystem,
  temporaryFile,
} from './support/commands.ts';

afterAll(removeTemporaryFolders);

const page = async (address: string): Promise<{ status: number; text: string }> => {
  const response = await fetch(address);
  return { status: response.status, text: await response.text() };
};

describe('npm start -- --once', () => {
  it('publishes the booking, says what it did and where to look, and ends', async () => {
    const { code, stdout, stderr } = await run('start', '--once', '--port', '0');

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^PutObject +S3 +200 +\d+$/m);
    expect(stdout).toMatch(/^CreateEvent +SCC +201 +\d+$/m);
    expect(stdout).toMatch(/^SendEmail +SES +200 +\d+$/m);
    expect(stdout).toContain('All systems agree on XHQGMDH.');
    expect(stdout).toMatch(
      /^gross +\$840\.75\ncrew +-\$250\.00\ncaptain +-\$150\.00\nport fee +-\$151\.34\nnet +\$289\.41$/m,
    );
    expect(stdout).toMatch(/^guest page +http:\/\/127\.0\.0\.1:\d+\/g\/xhqgmdh$/m);
    expect(stdout).toMatch(
      /^crew page of \S+@crew\.example +http:\/\/127\.0\.0\.1:\d+\/crew\/confirm\?token=\S+$/m,
    );
    expect(stdout).toMatch(/^outbox.* http:\/\/127\.0\.0\.1:\d+\/outbox$/m);
    expect(stdout).toMatch(/^calendar +http:\/\/127\.0\.0\.1:\d+\/calendar$/m);
    expect(stdout).toMatch(/aws --endpoint-url http:\/\/127\.0\.0\.1:\d+ s3 ls/);
    // Nobody is at a terminal.
    expect(stdout).not.toContain('\u001b');
  });
});

describe('npm start', () => {
  let system: ServingSystem;
  beforeAll(async () => {
    system = await serveSystem('--now', '2027-05-01T12:00:00-07:00');
  });

  it('tells scripts where everything answers', () => {
    const { credentials, region, ...addresses } = system.endpoints;
    expect(Object.keys(addresses).sort()).toEqual([
      'aws',
      'calendar',
      'crewApi',
      'guestSite',
      'outbox',
      'workbench',
    ]);
    for (const address of Object.values(addresses)) expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    expect(credentials).toEqual({ accessKeyId: expect.any(String), secretAccessKey: expect.any(String) });
    expect(region).toBe('us-west-2');
  });

  it('serves the guest page, without the money', async () => {
    const { status, text } = await page(`${system.endpoints.guestSite}/g/xhqgmdh`);
    expect(status).toBe(200);
    expect(text).toContain('JADA');
    expect(text).toContain('May 30');
    expect(text).not.toMatch(/840\.75|289\.41|151\.34/);
  });

  it('shows the mails of crew and captain, with links that work here', async () => {
    const { workbench, outbox } = system.endpoints;
    const list = await page(outbox);
    for (const person of ['kit', 'sam', 'mia']) expect(list.text).toContain(`${person}@crew.example`);
    expect(list.text).toContain('captain@queenofsandiego.com');

    const addresses = [...list.text.matchAll(/href="(\/outbox\/[^"]+)"/g)].map(([, address]) => address);
    const mails = await Promise.all(addresses.map((address) => page(`${workbench}${address}`)));
    const toSam = mails.find(({ text }) => text.includes('<dd>sam@crew.example</dd>'));
    const confirmation = /href="(http:\/\/127\.0\.0\.1:\d+\/crew\/confirm\?token=[^"]+)"/.exec(
      toSam?.text ?? '',
    )?.[1];
    const crewPage = await page(confirmation ?? '');
    expect(crewPage.status).toBe(200);
    expect(crewPage.text).toContain('Sam Okoro');
    expect(crewPage.text).toContain('Can you crew this charter?');
  });

  it('shows the charter on the calendar, in its month', async () => {
    const { calendar } = system.endpoints;
    const { status, text } = await page(calendar);
    expect(status).toBe(200);
    expect(text).toContain('Calendar, May 2027');
    expect(text).toMatch(
      /<time datetime="2027-05-30"[^>]*>.*?<h2>Boatsetter — May 30 \(3h\)<\/h2>\s*<p>9:00\sAM, 3 h/s,
    );
    expect((await page(`${calendar}?month=2027-06`)).text).not.toContain('Boatsetter');
  });

  it('answers AWS clients that have the administrator’s key, and no others', async () => {
    const { aws, credentials, region } = system.endpoints;
    const client = (secretAccessKey: string) =>
      new S3Client({
        region,
        endpoint: aws,
        forcePathStyle: true,
        credentials: { ...credentials, secretAccessKey },
      });
    const { Buckets } = await client(credentials.secretAccessKey).send(new ListBucketsCommand());
    expect(Buckets?.map(({ Name }) => Name)).toContain('queenofsandiego.com');
    await expect(client('wrong').send(new ListBucketsCommand())).rejects.toMatchObject({
      name: 'SignatureDoesNotMatch',
    });
  });

  it('ends at Ctrl-C and takes its endpoints with it', async () => {
    const { code, stderr } = await system.interrupt();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await exists(system.endpointsFile)).toBe(false);
    await expect(fetch(system.endpoints.workbench)).rejects.toThrow();
  });
});

/** A server on a port that has a free one below it; other programs are given higher ones by the system. */
async function takenPort(): Promise<{ taken: Server; port: number }> {
  for (let port = 20_001; port < 30_000; port += 2) {
    const [below, taken] = [await listening(port - 1), await listening(port)];
    below?.close();
    if (below && taken) return { taken, port };
    taken?.close();
  }
  throw new Error('There are no two free ports in a row.');
}

/** Undefined where the port is in use. */
function listening(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

describe('what npm start is given', () => {
  it('says in one line which port is in use', async () => {
    const { port, taken } = await takenPort();
    const workbench = await run('start', '--once', '--port', String(port));
    const aws = await run('start', '--once', '--port', String(port - 1));
    taken.close();

    expect(workbench).toMatchObject({ code: 2, stdout: '' });
    expect(workbench.stderr).toMatch(
      new RegExp(`^start: Port ${port}, wanted for the workbench, is in use\\..*--port.*\\n$`),
    );
    expect(aws).toMatchObject({ code: 2, stdout: '' });
    expect(aws.stderr).toMatch(
      new RegExp(`^start: Port ${port}, wanted for the AWS endpoint, is in use\\..*\\n$`),
    );
  });

  it('refuses an option that it doesn’t know or can’t use, in one line', async () => {
    const ended = await Promise.all([run('start', '--prot', '1'), run('start', '--port', '70000')]);
    for (const { code, stdout } of ended) expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(ended[0].stderr).toBe('start: There is no option --prot. See --help.\n');
    expect(ended[1].stderr).toMatch(/^start: --port “70000” is no port to use\.[^\n]+\n$/);
  });

  it('refuses a state folder that is none', async () => {
    const file = await temporaryFile('state', '');
    const { code, stderr } = await run('start', '--once', '--port', '0', '--state', file);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^start: --state \S+ can't be used \(EEXIST\)[^\n]*\n$/);
  });

  it('explains itself', async () => {
    const { code, stdout } = await run('start', '--help');
    expect(code).toBe(0);
    for (const option of ['--port', '--now', '--state', '--once']) expect(stdout).toContain(option);
  });
});
