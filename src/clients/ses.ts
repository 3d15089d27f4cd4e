import { readAnswer } from './answer.ts';
import type { Aws } from './aws.ts';
import { percentEncode } from './percent-encoding.ts';
import type { Call } from './request.ts';
import { nonEmpty, object, record } from './shape.ts';

export interface Email {
  from: string;
  /** One address, or several with commas between them. */
  to: string;
  subject: string;
  html: string;
  text: string;
}

const sent = object({ MessageId: nonEmpty });

/** Simple Email Service, version 2. */
export class Ses {
  constructor(private readonly aws: Aws) {}

  /** Gives the message id. SES knows no idempotency keys: sent twice is received twice. */
  async sendEmail(
    { from, to, subject, html, text }: Email,
    about: Pick<Call, 'bookingId' | 'leaving'>,
  ): Promise<string> {
    const call: Call = { service: 'SES', operation: 'SendEmail', ...about, repeatable: false, alone: true };
    const response = await this.aws.send(
      'ses',
      {
        method: 'POST',
        url: `https://email.${this.aws.region}.amazonaws.com/v2/email/outbound-emails`,
        headers: {},
        contentType: 'application/json',
        body: JSON.stringify({
          FromEmailAddress: from,
          Destination: { ToAddresses: addresses(to) },
          Content: {
            Simple: { Subject: utf8Text(subject), Body: { Html: utf8Text(html), Text: utf8Text(text) } },
          },
        }),
      },
      call,
    );
    return readAnswer(sent, response, call).MessageId;
  }
}

/** Whether an address, or all of a domain, may be a sender in this region. */
export async function isVerified(aws: Aws, identity: string): Promise<boolean> {
  const call: Call = { service: 'SES', operation: 'GetEmailIdentity', repeatable: true, expects: [404] };
  const url = `https://email.${aws.region}.amazonaws.com/v2/email/identities/${percentEncode(identity)}`;
  const response = await aws.send('ses', { method: 'GET', url, headers: {} }, call);
  return response.status < 300 && readAnswer(record, response, call).VerifiedForSendingStatus === true;
}

/** Until AWS lets an account out, it sends to verified addresses only. */
export async function isInSandbox(aws: Aws): Promise<boolean> {
  const call: Call = { service: 'SES', operation: 'GetAccount', repeatable: true };
  const url = `https://email.${aws.region}.amazonaws.com/v2/email/account`;
  const response = await aws.send('ses', { method: 'GET', url, headers: {} }, call);
  return readAnswer(record, response, call).ProductionAccessEnabled === false;
}

function addresses(list: string): string[] {
  return list
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean);
}

/** Without a charset SES takes 7-bit ASCII. */
function utf8Text(data: string): { Data: string; Charset: 'UTF-8' } {
  return { Data: data, Charset: 'UTF-8' };
}
