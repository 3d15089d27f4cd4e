import { SESv2Client, SESv2ServiceException, SendEmailCommand } from '@aws-sdk/client-sesv2';

export interface Mail {
  to: string;
  subject: string;
  html: string;
  text: string;
}

/** What became of a mail; `reason` is an error's name. Only `unsent` proves that SES didn't take it. */
export type Delivery =
  | { outcome: 'sent'; messageId: string }
  | { outcome: 'unsent'; reason: string; retry: boolean }
  | { outcome: 'unknown'; reason: string };

export type Mailer = (mail: Mail) => Promise<Delivery>;

const NEVER_LEFT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);
const HOPELESS = new Set(['BadRequestException', 'MessageRejected']);

/**
 * SES has no idempotency keys, so the SDK must not repeat a request whose answer was lost: one attempt each,
 * and the outbox decides.
 */
export function createSesClient(): SESv2Client {
  return new SESv2Client({
    maxAttempts: 1,
    requestHandler: { connectionTimeout: 2_000, requestTimeout: 6_000, throwOnRequestTimeout: true },
  });
}

export function sesMailer(client: SESv2Client, from: string): Mailer {
  return async ({ to, subject, html, text }) => {
    const content = (Data: string) => ({ Data, Charset: 'UTF-8' });
    try {
      const { MessageId } = await client.send(
        new SendEmailCommand({
          FromEmailAddress: from,
          Destination: { ToAddresses: [to] },
          Content: {
            Simple: { Subject: content(subject), Body: { Html: content(html), Text: content(text) } },
          },
        }),
      );
      return { outcome: 'sent', messageId: MessageId ?? '' };
    } catch (error) {
      return classify(error);
    }
  };
}

/** A 4xx, a refused connection and missing credentials prove that nothing was sent; a 5xx or a time-out doesn't. */
function classify(error: unknown): Delivery {
  const { name, code, $metadata } = error as Error & SESv2ServiceException & { code?: string };
  const status = error instanceof SESv2ServiceException ? ($metadata.httpStatusCode ?? 0) : 0;
  if (status >= 400 && status < 500) return { outcome: 'unsent', reason: name, retry: !HOPELESS.has(name) };
  if (name === 'CredentialsProviderError' || (code && NEVER_LEFT.has(code))) {
    return { outcome: 'unsent', reason: code ?? name, retry: true };
  }
  return { outcome: 'unknown', reason: code ?? name };
}
