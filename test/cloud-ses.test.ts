import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { start, useCloud } from './support/cloud-harness.ts';
import { json, text } from './support/cloud-requests.ts';

const harness = useCloud();
const url = 'https://email.us-west-2.amazonaws.com/v2/email/outbound-emails';

const simple = {
  FromEmailAddress: 'Charters <charters@queenofsandiego.com>',
  Destination: { ToAddresses: ['Ann Lee <ann@example.com>'], CcAddresses: ['bo@example.com'] },
  Content: {
    Simple: {
      Subject: { Data: 'Crew for 30 May ⛵', Charset: 'UTF-8' },
      Body: {
        Html: { Data: '<a href="https://queenofsandiego.com/crew/confirm?token=a&amp;b=1">Confirm</a>' },
        Text: {
          Data: 'Confirm: https://queenofsandiego.com/crew/confirm?token=a&b=1. Map: https://maps.example.com/x',
        },
      },
      Headers: [{ Name: 'X-Booking', Value: 'XHQGMDH' }],
    },
  },
};

const send = (body: unknown) => harness.call('ses', { method: 'POST', url, body: JSON.stringify(body) });

describe('SES', () => {
  test('keeps what it accepts in the outbox', async () => {
    const answer = await send(simple);
    expect(answer.status).toBe(200);
    expect(harness.cloud.outbox.to('ANN@example.com')).toEqual([
      {
        id: json(answer).MessageId,
        when: start,
        from: 'Charters <charters@queenofsandiego.com>',
        to: ['Ann Lee <ann@example.com>'],
        cc: ['bo@example.com'],
        bcc: [],
        replyTo: [],
        subject: 'Crew for 30 May ⛵',
        html: simple.Content.Simple.Body.Html.Data,
        text: simple.Content.Simple.Body.Text.Data,
        headers: { 'X-Booking': 'XHQGMDH' },
        links: ['https://queenofsandiego.com/crew/confirm?token=a&b=1', 'https://maps.example.com/x'],
      },
    ]);
  });

  test('refuses a sender that nobody verified', async () => {
    const sent = harness.cloud.outbox.mails.length;
    for (const from of ['captain@gmail.com', 'x@notqueenofsandiego.com']) {
      const answer = await send({ ...simple, FromEmailAddress: from });
      expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([400, 'MessageRejected']);
      expect(json(answer).message).toBe(
        `Email address is not verified. The following identities failed the check in region US-WEST-2: ${from}`,
      );
    }
    expect(harness.cloud.outbox.mails).toHaveLength(sent);
  });

  test.each([
    ['no domain', { ToAddresses: ['ann'] }],
    ['a space', { ToAddresses: ['an n@example.com'] }],
    ['two at signs', { ToAddresses: ['a@b@example.com'] }],
    ['no top-level domain', { ToAddresses: ['ann@example'] }],
    ['another alphabet', { ToAddresses: ['änn@example.com'] }],
    ['nobody', { ToAddresses: [] }],
    ['too many', { ToAddresses: Array.from({ length: 51 }, (_, at) => `a${at}@example.com`) }],
    ['a bad copy', { ToAddresses: ['ann@example.com'], BccAddresses: ['bad'] }],
  ])('refuses recipients with %s', async (_, Destination) => {
    const sent = harness.cloud.outbox.mails.length;
    const answer = await send({ ...simple, Destination });
    expect([answer.status, answer.headers['x-amzn-errortype']]).toEqual([400, 'BadRequestException']);
    expect(harness.cloud.outbox.mails).toHaveLength(sent);
  });

  test('refuses a mail without subject or body', async () => {
    const { Subject, Body } = simple.Content.Simple;
    for (const Simple of [{ Body }, { Subject }, { Subject, Body: {} }]) {
      expect((await send({ ...simple, Content: { Simple } })).status).toBe(400);
    }
  });

  test('tells about the account and its identities', async () => {
    const get = (path: string) =>
      harness.call('ses', { url: `https://email.us-west-2.amazonaws.com/v2/email/${path}` });
    expect(json(await get('account'))).toMatchObject({ SendingEnabled: true, ProductionAccessEnabled: true });
    expect(json(await get('identities/queenofsandiego.com'))).toMatchObject({
      VerifiedForSendingStatus: true,
    });
    const missing = await get('identities/example.com');
    expect([missing.status, text(missing)]).toEqual([404, expect.stringContaining('example.com')]);
  });

  describe('AWS SDK', () => {
    let client: SESv2Client;
    beforeAll(() => {
      const { endpoints, credentials, region } = harness.cloud;
      client = new SESv2Client({ endpoint: endpoints.aws, credentials, region });
    });
    afterAll(() => client.destroy());

    test('sends a raw message', async () => {
      const raw = [
        'From: crew@queenofsandiego.com',
        'To: Raw Reader <raw@example.com>',
        'Subject: =?utf-8?Q?Caf=C3=A9?=',
        'MIME-Version: 1.0',
        'Content-Type: text/html; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        '<a href=3D"https://queenofsandiego.com/g/x">page</a>',
      ].join('\r\n');
      await client.send(new SendEmailCommand({ Content: { Raw: { Data: Buffer.from(raw) } } }));
      expect(harness.cloud.outbox.to('raw@example.com')).toMatchObject([
        { from: 'crew@queenofsandiego.com', subject: 'Café', links: ['https://queenofsandiego.com/g/x'] },
      ]);
    });

    test('understands a refusal', async () => {
      const mail = client.send(new SendEmailCommand({ ...simple, FromEmailAddress: 'a@example.com' }));
      await expect(mail).rejects.toMatchObject({ name: 'MessageRejected' });
    });
  });
});
