import { AwsError } from './aws-error.ts';
import { type CloudRequest, type CloudResponse, respond } from './http-message.ts';
import { parseXml, xmlDocument, xmlList, xmlText } from './xml.ts';

/** One rule of a bucket's CORS configuration. In origins and headers one star stands for any run of characters. */
export interface CorsRule {
  allowedOrigins: readonly string[];
  allowedMethods: readonly string[];
  allowedHeaders: readonly string[];
  exposedHeaders: readonly string[];
  maxAgeSeconds: number | undefined;
}

/** A bucket's `CORSConfiguration`. */
export function corsXml(rules: readonly CorsRule[]): string {
  return xmlDocument({
    CORSConfiguration: {
      CORSRule: rules.map((rule) => ({
        AllowedOrigin: rule.allowedOrigins,
        AllowedMethod: rule.allowedMethods,
        AllowedHeader: rule.allowedHeaders,
        ExposeHeader: rule.exposedHeaders,
        ...(rule.maxAgeSeconds === undefined ? {} : { MaxAgeSeconds: rule.maxAgeSeconds }),
      })),
    },
  });
}

export function readCorsXml(xml: string): CorsRule[] {
  return xmlList(parseXml(xml), 'CORSConfiguration', 'CORSRule').map((rule) => {
    const seconds = xmlText(rule, 'MaxAgeSeconds');
    return {
      allowedOrigins: xmlList(rule, 'AllowedOrigin').map(String),
      allowedMethods: xmlList(rule, 'AllowedMethod').map(String),
      allowedHeaders: xmlList(rule, 'AllowedHeader').map(String),
      exposedHeaders: xmlList(rule, 'ExposeHeader').map(String),
      maxAgeSeconds: seconds === undefined ? undefined : Number(seconds),
    };
  });
}

/**
 * What S3 says to a browser that asks before it sends: `OPTIONS` with the origin and method to come. Throws `AwsError`.
 * Codes and messages as recorded of AWS in LocalStack's tests, tests/aws/services/s3/test_s3_cors.snapshot.json.
 */
export function answerPreflight(
  request: CloudRequest,
  resourceType: 'BUCKET' | 'OBJECT',
  rules: readonly CorsRule[] | 'no bucket' | 'no rules',
): CloudResponse {
  const { origin, ...headers } = request.headers;
  if (origin === undefined) {
    throw new AwsError(400, 'BadRequest', 'Insufficient information. Origin request header needed.');
  }
  const method = headers['access-control-request-method'];
  const forbidden = (why: string, kind: string) =>
    new AwsError(403, 'AccessForbidden', `CORSResponse: ${why}`, {
      Method: method ?? 'OPTIONS',
      ResourceType: kind,
    });
  if (rules === 'no bucket') throw forbidden('Bucket not found', 'BUCKET');
  if (rules === 'no rules') throw forbidden('CORS is not enabled for this bucket.', 'BUCKET');
  if (method === undefined) {
    throw new AwsError(400, 'BadRequest', 'Invalid Access-Control-Request-Method: null');
  }
  const asked = (headers['access-control-request-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  const rule = rules.find(
    (one) =>
      allows(one, origin, method) &&
      asked.every((name) => one.allowedHeaders.some((pattern) => matches(pattern.toLowerCase(), name))),
  );
  if (!rule) {
    throw forbidden(
      "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
      resourceType,
    );
  }
  return respond(200, '', {
    ...ruleHeaders(rule, origin),
    ...(asked.length > 0 ? { 'access-control-allow-headers': asked.join(', ') } : {}),
  });
}

/** What S3 adds to the answer to a request from another origin; nothing where no rule is for it. */
export function corsHeaders(
  { method, headers: { origin } }: CloudRequest,
  rules: readonly CorsRule[],
): Record<string, string> {
  const rule = origin === undefined ? undefined : rules.find((one) => allows(one, origin, method));
  return rule && origin !== undefined ? ruleHeaders(rule, origin) : {};
}

function allows(rule: CorsRule, origin: string, method: string): boolean {
  return (
    rule.allowedMethods.includes(method) && rule.allowedOrigins.some((pattern) => matches(pattern, origin))
  );
}

function ruleHeaders(rule: CorsRule, origin: string): Record<string, string> {
  const anybody = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anybody ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(anybody ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(rule.exposedHeaders.length > 0
      ? { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }
      : {}),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  };
}

function matches(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
