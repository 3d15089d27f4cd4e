import PostalMime from 'postal-mime';
import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { bodyText, type CloudRequest, type CloudResponse, decode, respondJson } from './http-message.ts';
import { isObject, type JsonObject, parseJson, text } from './json.ts';
import { bareAddress, type Mail, type Outbox } from './outbox.ts';
import type { Permission } from './policy.ts';
import { hex, type RandomBytes } from './random.ts';

const mailPath = '/v2/email/outbound-emails';
const identitiesPath = '/v2/email/identities';
const mostRecipients = 50;

type Content = Pick<Mail, 'subject' | 'html' | 'text' | 'headers'>;

/** SES v2: refuses what SES would, and puts the rest into the outbox. */
export class Ses implements AwsService {
  readonly signingName = 'ses';
  readonly protocol = 'rest-json';
  readonly operations = ['SendEmail', 'GetAccount', 'ListEmailIdentities', 'GetEmailIdentity'];
  /** As new accounts are: then mail goes to verified addresses only. */
  isInSandbox = false;
  /** Verified domains and addresses. */
  private readonly identities: readonly string[];
  private readonly outbox: Outbox;
  private readonly clock: Clock;
  private readonly random: RandomBytes;

  constructor(identities: readonly string[], outbox: Outbox, clock: Clock, random: RandomBytes) {
    this.identities = identities;
    this.outbox = outbox;
    this.clock = clock;
    this.random = random;
  }

  operation({ method, path }: CloudRequest): string {
    if (method === 'POST' && path === mailPath) return 'SendEmail';
    if (method === 'GET' && path === '/v2/email/account') return 'GetAccount';
    if (method === 'GET' && path === identitiesPath) return 'ListEmailIdentities';
    return method === 'GET' && path.startsWith(`${identitiesPath}/`) ? 'GetEmailIdentity' : 'Unknown';
  }

  permissions(request: CloudRequest): Permission[] {
    const operation = this.operation(request);
    const action = `ses:${operation}`;
    const arn = (identity: string) =>
      `arn:aws:ses:${deployment.region}:${deployment.accountId}:identity/${identity}`;
    switch (operation) {
      case 'SendEmail': {
        const from = senderOf(parseJson(bodyText(request)));
        const context = from === undefined ? {} : { 'ses:FromAddress': [from] };
        return [{ action, resource: arn(deployment.mail.verifiedDomain), context }];
      }
      case 'GetEmailIdentity':
        return [{ action, resource: arn(decode(request.path.slice(identitiesPath.length + 1))) }];
      default:
        return [{ action, resource: '*' }];
    }
  }

  async handle(request: CloudRequest): Promise<CloudResponse> {
    switch (this.operation(request)) {
      case 'SendEmail':
        return respondJson(200, { MessageId: await this.send(parseJson(bodyText(request))) });
      case 'GetAccount':
        return respondJson(200, this.account());
      case 'ListEmailIdentities':
        return respondJson(200, { EmailIdentities: this.identities.map(summary) });
      case 'GetEmailIdentity':
        return respondJson(200, this.identity(decode(request.path.slice(identitiesPath.length + 1))));
      default:
        throw new AwsError(
          404,
          'UnknownOperationException',
          `The local SES has no ${request.method} ${request.path}.`,
        );
    }
  }

  private async send(input: unknown): Promise<string> {
    if (!isObject(input))
      throw new AwsError(400, 'SerializationException', 'The request body is not a JSON object.');
    const content = isObject(input.Content) ? input.Content : {};
    const raw = isObject(content.Raw) ? await readRaw(content.Raw) : undefined;
    const message = raw?.content ?? readSimple(content);
    const from = text(input.FromEmailAddress) ?? raw?.from;
    if (from === undefined) throw badRequest("Missing required header 'From'.");
    const destination = isObject(input.Destination) ? input.Destination : {};
    const listed = (name: string): string[] => addresses(destination[`${name}Addresses`]);
    const named = { to: listed('To'), cc: listed('Cc'), bcc: listed('Bcc') };
    // A raw message names its recipients itself, unless the request does.
    const recipients = raw && Object.values(named).flat().length === 0 ? raw.recipients : named;
    const everyone = Object.values(recipients).flat();
    if (everyone.length === 0) throw badRequest('There are no recipients specified.');
    if (everyone.length > mostRecipients) throw badRequest(`Recipient count exceeds ${mostRecipients}.`);
    const replyTo = addresses(input.ReplyToAddresses);
    for (const address of [from, ...everyone, ...replyTo]) checkAddress(address);
    this.checkVerified(from);
    if (this.isInSandbox) for (const address of everyone) this.checkVerified(address);
    const set = text(input.ConfigurationSetName);
    if (set !== undefined) {
      throw new AwsError(404, 'NotFoundException', `Configuration set <${set}> does not exist.`);
    }
    const id = `0101${hex(this.random, 8)}-${hex(this.random, 4)}-${hex(this.random, 2)}-${hex(this.random, 6)}-000000`;
    this.outbox.add({ id, when: this.clock.now(), from, ...recipients, replyTo, ...message });
    return id;
  }

  private checkVerified(named: string): void {
    const address = bareAddress(named).toLowerCase();
    const domain = address.slice(address.lastIndexOf('@') + 1);
    const covers = (identity: string) =>
      identity === address || identity === domain || domain.endsWith(`.${identity}`);
    if (!this.identities.some(covers)) {
      throw new AwsError(
        400,
        'MessageRejected',
        `Email address is not verified. The following identities failed the check in region ${deployment.region.toUpperCase()}: ${bareAddress(named)}`,
      );
    }
  }

  private account(): unknown {
    const dayAgo = this.clock.now() - 24 * 3_600_000;
    return {
      DedicatedIpAutoWarmupEnabled: false,
      EnforcementStatus: 'HEALTHY',
      ProductionAccessEnabled: !this.isInSandbox,
      SendingEnabled: true,
      SendQuota: {
        Max24HourSend: 50_000,
        MaxSendRate: 14,
        SentLast24Hours: this.outbox.mails.filter(({ when }) => when > dayAgo).length,
      },
    };
  }

  private identity(name: string): unknown {
    if (!this.identities.includes(name.toLowerCase())) {
      throw new AwsError(404, 'NotFoundException', `Email identity ${name} does not exist.`);
    }
    const { IdentityType, VerificationStatus } = summary(name);
    return {
      IdentityType,
      VerificationStatus,
      VerifiedForSendingStatus: true,
      FeedbackForwardingStatus: true,
    };
  }
}

function readSimple(content: JsonObject): Content {
  const simple = content.Simple;
  if (!isObject(simple)) throw badRequest('The local SES takes Simple and Raw content.');
  const subject = readText(simple.Subject);
  const body = isObject(simple.Body) ? simple.Body : {};
  const [html, plain] = [readText(body.Html), readText(body.Text)];
  if (subject === undefined) throw badRequest('Missing required field Subject.');
  if (/\p{Cc}/u.test(subject)) throw badRequest('Subject contains a control character or a line break.');
  if (html === undefined && plain === undefined) throw badRequest('Missing required field Body.');
  const headers = (Array.isArray(simple.Headers) ? simple.Headers : []).filter(isObject);
  return {
    subject,
    html,
    text: plain,
    headers: Object.fromEntries(headers.map(({ Name, Value }) => [String(Name), String(Value)])),
  };
}

/**
 * Data as its reader gets it: where no charset is named, SES sends 7-bit ASCII
 * (docs.aws.amazon.com/ses/latest/APIReference-V2/API_Content.html), and what that lacks becomes a question mark.
 */
function readText(part: unknown): string | undefined {
  const data = isObject(part) ? text(part.Data) : undefined;
  if (!isObject(part) || data === undefined) return undefined;
  const charset = (text(part.Charset) ?? 'US-ASCII').toUpperCase();
  if (charset === 'UTF-8') return data;
  if (charset !== 'US-ASCII') throw badRequest(`The local SES knows no charset ${charset}.`);
  return data.replace(/\P{ASCII}/gu, '?');
}

async function readRaw(raw: JsonObject): Promise<{
  from: string | undefined;
  recipients: { to: string[]; cc: string[]; bcc: string[] };
  content: Content;
}> {
  const message = await PostalMime.parse(Buffer.from(text(raw.Data) ?? '', 'base64'));
  const list = (boxes: { address?: string | undefined }[] | undefined) =>
    (boxes ?? []).flatMap(({ address }) => (address ? [address] : []));
  return {
    from: message.from?.address,
    recipients: { to: list(message.to), cc: list(message.cc), bcc: list(message.bcc) },
    content: {
      subject: message.subject ?? '',
      html: message.html,
      text: message.text,
      headers: Object.fromEntries(message.headers.map(({ key, value }) => [key, value])),
    },
  };
}

function addresses(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw badRequest('Addresses must be a list of strings.');
  }
  return value;
}

function checkAddress(address: string): void {
  const bare = bareAddress(address);
  // SES wants a domain of another alphabet in Punycode and such a name as an encoded word, so all of it is ASCII.
  if (/[^\x20-\x7e]/.test(address))
    throw badRequest('Local address contains control or whitespace, or is not ASCII');
  if (!bare.includes('@')) throw badRequest("Missing final '@domain'");
  if (!/^[^\s@<>(),;:\\"[\]]+@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}$/.test(bare)) {
    throw badRequest(`Domain or local part contains illegal character: ${bare}`);
  }
}

function summary(name: string): {
  IdentityName: string;
  IdentityType: string;
  SendingEnabled: boolean;
  VerificationStatus: string;
} {
  return {
    IdentityName: name,
    IdentityType: name.includes('@') ? 'EMAIL_ADDRESS' : 'DOMAIN',
    SendingEnabled: true,
    VerificationStatus: 'SUCCESS',
  };
}

function badRequest(message: string): AwsError {
  return new AwsError(400, 'BadRequestException', message);
}

/** For IAM. A raw message may name its sender in its own header alone, where this doesn't look: then no sender is allowed. */
function senderOf(input: unknown): string | undefined {
  const from = isObject(input) ? text(input.FromEmailAddress) : undefined;
  return from === undefined ? undefined : bareAddress(from);
}
