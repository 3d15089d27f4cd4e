import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readPolicy } from '../local/cloud/policy.ts';
import { deployment } from '../local/deployment.ts';
import { Desk } from './support/desk.ts';

const { calendarApi, crewApi, mail } = deployment;

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk.close());

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const newSecret = () => randomBytes(24).toString('hex');
/** Each booking has a boat of its own, by which its mails are told from others. */
function add(bookingId: string): void {
  desk.add({ 'Booking ID': bookingId, Boat: `Boat of ${bookingId}.` });
}

const mailsAbout = (bookingId: string) =>
  desk.system.cloud.outbox.mails.filter(({ text }) => text?.includes(`Boat of ${bookingId}.`));

/** After all is mended: each system has the booking once, and each reader one mail. */
async function expectPublishedOnce(bookingId: string): Promise<void> {
  expect(desk.row(bookingId)).toMatchObject({ State: 'Published', Problem: '' });
  expect((await desk.outside.visit(`/g/${bookingId}`)).status).toBe(200);
  const { calendarEntryId, crewEventId } = await desk.describe(bookingId);
  expect(await desk.outside.calendarEntries(bookingId)).toMatchObject([{ entry_id: calendarEntryId }]);
  expect(await desk.outside.crewEvents(bookingId)).toMatchObject([{ event_id: crewEventId }]);
  expect(mailsAbout(bookingId).map(({ to }) => to.join())).toEqual([
    'kit@crew.example',
    'sam@crew.example',
    'mia@crew.example',
    mail.captain,
  ]);
}

const services = ({ requests }: Awaited<ReturnType<Desk['publish']>>) =>
  requests.map(({ service, operation }) => `${service} ${operation}`);

describe('a service called through CloudFront', () => {
  it.each([
    { setting: 'Crew URL', problem: 'Crew event: SCC CreateEvent: 403', api: crewApi, id: 'EDGE-CREW' },
    {
      setting: 'Calendar URL',
      problem: 'Calendar entry: JADA CreateEntry: 403',
      api: calendarApi,
      id: 'EDGE-DAY',
    },
  ])(
    'never sees its key, and the row says what to change ($setting)',
    async ({ setting, problem, api, id }) => {
      add(id);
      desk.set(setting, 'https://queenofsandiego.com');
      await desk.publish(id);
      const { State, Problem } = desk.row(id);
      expect(State).toBe('Needs attention');
      expect(Problem).toContain(problem);
      expect(Problem).toMatch(
        /CloudFront .* strips the key's header: give API Gateway's own address in Settings\. Mend it/,
      );
      expect(mailsAbout(id)).toEqual([]);

      desk.set(setting, `https://${api.id}.execute-api.us-west-2.amazonaws.com/prod`);
      await desk.publish(id);
      await expectPublishedOnce(id);
    },
  );
});

describe('a crew system without SERVICE_KEY_HASH', () => {
  it('says so in the row, and invites everybody once it has it', async () => {
    add('NO-HASH');
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: undefined });
    const run = await desk.publish('NO-HASH');
    expect(desk.row('NO-HASH')).toMatchObject({
      State: 'Publishing',
      Problem: expect.stringMatching(
        /^Crew event: not through yet \(SCC CreateEvent: 503 service_key_hash_missing SERVICE_KEY_HASH is not set on this function[^\n]*\); it goes on by itself\.$/,
      ),
    });
    expect(services(run).filter((call) => call === 'ship-captain-crew POST /events')).toHaveLength(4);
    expect(mailsAbout('NO-HASH')).toEqual([]);

    const { serviceKey } = await desk.outside.secrets();
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: sha256(serviceKey) });
    await desk.publish('NO-HASH');
    await expectPublishedOnce('NO-HASH');
  });

  it('is tried again by the timer; after a quarter of an hour it is the captain’s business', async () => {
    add('NO-HASH-2');
    const { serviceKey } = await desk.outside.secrets();
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: undefined });
    await desk.publish('NO-HASH-2');
    await desk.timer(6);
    expect(desk.row('NO-HASH-2').State).toBe('Publishing');
    await desk.timer(10);
    expect(desk.row('NO-HASH-2').State).toBe('Needs attention');
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: sha256(serviceKey) });
    await desk.timer(6);
    await expectPublishedOnce('NO-HASH-2');
  });
});

describe('a wrong dashboard token', () => {
  it('stops the entry and what waits for it, says so, and leaves no second entry behind', async () => {
    add('WRONG');
    const { dashboardToken } = await desk.outside.secrets();
    desk.configure(calendarApi.functionName, { DASHBOARD_TOKEN_HASH: sha256(newSecret()) });
    await desk.publish('WRONG');
    expect(desk.row('WRONG')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(
        /^Calendar entry: JADA CreateEntry: 401 key_wrong The X-Dashboard-Token is not /,
      ),
      // What doesn't wait for the calendar is there.
      'Guest page': 'https://queenofsandiego.com/g/wrong',
    });
    expect(mailsAbout('WRONG')).toEqual([]);

    desk.configure(calendarApi.functionName, { DASHBOARD_TOKEN_HASH: sha256(dashboardToken) });
    await desk.publish('WRONG');
    await expectPublishedOnce('WRONG');
  });
});

describe('rotated secrets', () => {
  it('are picked up by themselves, although the old ones are cached', async () => {
    add('ROTATED');
    const [dashboardToken, serviceKey] = [newSecret(), newSecret()];
    await desk.outside.putSecrets({ dashboardToken, serviceKey });
    desk.configure(calendarApi.functionName, { DASHBOARD_TOKEN_HASH: sha256(dashboardToken) });
    desk.configure(crewApi.functionName, { SERVICE_KEY_HASH: sha256(serviceKey) });
    const run = await desk.publish('ROTATED');
    await expectPublishedOnce('ROTATED');
    expect(services(run).filter((call) => call === 'secretsmanager GetSecretValue')).toHaveLength(1);

    add('ROTATED-2');
    expect(services(await desk.publish('ROTATED-2'))).not.toContain('secretsmanager GetSecretValue');
    await expectPublishedOnce('ROTATED-2');
  });
});

describe('no secret id', () => {
  it('means Script Properties; where one is missing the row says which', async () => {
    add('NO-SECRET');
    desk.set('Secret id', '');
    const { dashboardToken, serviceKey, distributionId } = await desk.outside.secrets();
    const properties = desk.system.project.properties.store('script', desk.system.captain);
    properties.set({ DASHBOARD_TOKEN: dashboardToken, DISTRIBUTION_ID: distributionId });
    const without = await desk.publish('NO-SECRET');
    expect(desk.row('NO-SECRET')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(/^Crew event: No Script Property SERVICE_KEY is set/),
    });
    properties.set({ SERVICE_KEY: serviceKey });
    const run = await desk.publish('NO-SECRET');
    await expectPublishedOnce('NO-SECRET');
    expect([...services(without), ...services(run)]).not.toContain('secretsmanager GetSecretValue');
    desk.set('Secret id', deployment.addOnSecretId);
  });
});

describe('AWS credentials', () => {
  const renewals = (run: Awaited<ReturnType<Desk['publish']>>) =>
    services(run).filter((call) => call === 'sts AssumeRoleWithWebIdentity').length;

  it('are renewed when they have expired', async () => {
    add('EXPIRED');
    desk.system.clock.advance(2 * 3_600_000);
    expect(renewals(await desk.publish('EXPIRED'))).toBe(1);
    await expectPublishedOnce('EXPIRED');
  });

  it('are renewed once when AWS no longer knows those that are cached', async () => {
    add('UNKNOWN');
    desk.system.cloud.faults.inject({
      service: 's3',
      kind: 'status',
      status: 403,
      headers: { 'content-type': 'application/xml' },
      body: '<Error><Code>InvalidAccessKeyId</Code><Message>The AWS Access Key Id you provided does not exist in our records.</Message></Error>',
      when: 'before',
      times: 1,
    });
    expect(renewals(await desk.publish('UNKNOWN'))).toBe(1);
    await expectPublishedOnce('UNKNOWN');
  });

  it('come from Script Properties where no role is set; without any the row says where to put them', async () => {
    add('FIXED-KEYS');
    desk.set('Role ARN', '');
    // The calendar needs no AWS once its token is cached.
    const without = await desk.publish('FIXED-KEYS');
    expect(services(without)).toEqual(['jada-calendar GET /calendar', 'jada-calendar POST /calendar']);
    expect(desk.row('FIXED-KEYS')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(
        /^Guest page: There are no credentials for AWS: name a role in Settings, or put AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY into Script Properties\. Mend it/,
      ),
    });

    const { accessKeyId, secretAccessKey } = desk.system.cloud.staticAddOnKeys;
    const properties = desk.system.project.properties.store('script', desk.system.captain);
    properties.set({ AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    const run = await desk.publish('FIXED-KEYS');
    await expectPublishedOnce('FIXED-KEYS');
    expect(renewals(run)).toBe(0);
    desk.set('Role ARN', deployment.role.arn);
  });
});

describe('a sender that SES has not verified', () => {
  it('holds back the summary alone; once mended, one leaves and the crew hears nothing again', async () => {
    add('SENDER');
    desk.set('Summary from', 'me@elsewhere.example');
    const { addOnRole } = desk.system.cloud;
    const { policy } = addOnRole;
    const anySender = { Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' };
    addOnRole.policy = [...policy, ...readPolicy({ Version: '2012-10-17', Statement: [anySender] })];
    desk.system.project.evictCaches();
    await desk.publish('SENDER');
    addOnRole.policy = policy;
    expect(desk.row('SENDER')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(
        /^Captain summary: SES SendEmail: 400 MessageRejected Email address is not verified\./,
      ),
      'Crew replies': '0 of 3 confirmed',
      'Guest page': 'https://queenofsandiego.com/g/sender',
    });
    expect(mailsAbout('SENDER')).toHaveLength(3);

    desk.set('Summary from', mail.sender);
    const mended = await desk.publish('SENDER');
    expect(services(mended)).toEqual(['ses SendEmail']);
    await expectPublishedOnce('SENDER');
  });
});

describe('a sender that the role may not send as', () => {
  it('holds back the summary alone, and the row names the right that is missing', async () => {
    add('FORBIDDEN');
    desk.set('Summary from', 'somebody@queenofsandiego.com');
    desk.system.project.evictCaches();
    await desk.publish('FORBIDDEN');
    expect(desk.row('FORBIDDEN')).toMatchObject({
      State: 'Needs attention',
      Problem: expect.stringMatching(
        /^Captain summary: SES SendEmail: 403 .*not authorized to perform: ses:SendEmail/,
      ),
    });
    desk.set('Summary from', mail.sender);
    await desk.publish('FORBIDDEN');
    await expectPublishedOnce('FORBIDDEN');
  });
});

describe('settings with something else in their cells', () => {
  it('are quoted to the captain, and named in the log', async () => {
    const secret = newSecret();
    add('MISPLACED');
    desk.set('Region', secret);
    desk.set('Summary to', 'captain@queenofsandiego.com, owner@queenofsandiego.com');
    desk.system.messages.take();
    const { logs } = await desk.publish('MISPLACED');
    const told = desk.system.messages.take().join();
    expect(told).toContain(`Region is “${secret.slice(0, 30)}`);
    expect(told).toContain('Write an AWS region, such as us-west-2.');
    const logged = logs.map(({ text }) => text).join();
    expect(logged).toContain('SettingsFaulty');
    expect(logged).toContain('Summary to, Region');
    expect(logged).not.toContain(secret.slice(0, 8));
    expect(logged).not.toContain('@');

    // What a dialog asks has no entry point to catch it: Apps Script itself logs the message.
    const { error } = await desk.run('describeBookings', { context: 'dialog', arguments: [['MISPLACED']] });
    expect(error?.message).toContain('Summary to, Region');
    expect(error?.message).not.toMatch(new RegExp(`@|${secret.slice(0, 8)}`));
    desk.set('Region', 'us-west-2');
    desk.set('Summary to', mail.captain);
  });
});
