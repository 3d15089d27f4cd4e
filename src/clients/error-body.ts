import type { HttpResponse } from './request.ts';
import { elementText } from './xml.ts';

export interface ErrorCodeAndMessage {
  /** For example `AccessDenied`; empty when the remote gave none. */
  code: string;
  /** As the remote wrote it: not redacted, not cut. Empty when it wrote none. */
  message: string;
}

/**
 * Understands S3 (`<Error>`), CloudFront and STS (`<ErrorResponse>`), the JSON services of AWS (`__type` or the
 * header `x-amzn-errortype`, `message` or `Message`), API Gateway (`{message}`), our services
 * (`{error: {code, message}}`), `{error: "…"}`, a proxy's HTML page (its title) and plain text. Never throws.
 */
export function errorCodeAndMessage({ headers, body }: HttpResponse): ErrorCodeAndMessage {
  const text = body.trim();
  const { code, message } = fromJson(text) || fromMarkup(text) || { code: '', message: text };
  return { code: codeOf(headers['x-amzn-errortype']) || codeOf(code), message: oneLine(message) };
}

function fromJson(text: string): ErrorCodeAndMessage | null {
  const body = parsed(text);
  if (!isRecord(body)) return null;
  if (isRecord(body.error)) {
    return { code: firstText(body.error.code, body.error.type), message: firstText(body.error.message) };
  }
  return {
    code: firstText(body.__type, body.code, body.Code),
    message: firstText(body.message, body.Message, body.error_description, body.error),
  };
}

function fromMarkup(text: string): ErrorCodeAndMessage | null {
  if (!text.startsWith('<')) return null;
  const title = elementText(text, 'title') || elementText(text, 'TITLE');
  return { code: elementText(text, 'Code'), message: elementText(text, 'Message') || title };
}

/**
 * AWS puts a namespace before the name (`com.amazon.coral.service#…`) or a link behind it (`…:http://…`).
 * What doesn't look like a name is no code: it would stand unredacted in the log.
 */
function codeOf(code: string | undefined): string {
  const name = (code || '').replace(/^.*#/, '').replace(/:.*$/, '').trim();
  return /^[A-Za-z][\w.-]{0,63}$/.test(name) ? name : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function firstText(...candidates: unknown[]): string {
  const text = candidates.find((candidate) => typeof candidate === 'string' && candidate !== '');
  return typeof text === 'string' ? text : '';
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
