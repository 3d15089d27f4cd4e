import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { mayInvoke } from './function-access.ts';
import {
  type CloudRequest,
  type CloudResponse,
  decode,
  parseQuery,
  respond,
  respondJson,
} from './http-message.ts';
import { isObject, parseJson } from './json.ts';
import type { LambdaFunction } from './lambda-function.ts';
import { type RandomBytes, upperId, uuid } from './random.ts';

/** API Gateway's own limit for an integration; the default of the real service. */
export const integrationTimeoutMilliseconds = 29_000;

/** Lambda's own limit for what a function is given, in bytes of JSON. */
const mostEventBytes = 6_291_456;

interface Api {
  id: string;
  stage: string;
  function: LambdaFunction;
}

/** A deployed REST API: `/{stage}/…` becomes a proxy event for its Lambda function, and the result an HTTP answer. */
export class ExecuteApi {
  private readonly api: Api;
  private readonly clock: Clock;
  private readonly random: RandomBytes;
  private readonly timeout: number;

  constructor(api: Api, clock: Clock, random: RandomBytes, timeout = integrationTimeoutMilliseconds) {
    this.api = api;
    this.clock = clock;
    this.random = random;
    this.timeout = timeout;
  }

  async answer(request: CloudRequest): Promise<CloudResponse> {
    const requestId = uuid(this.random);
    const answer = await this.integrate(request, requestId);
    return {
      ...answer,
      headers: {
        ...answer.headers,
        'x-amzn-requestid': requestId,
        'x-amz-apigw-id': upperId(this.random, 16),
      },
    };
  }

  private async integrate(request: CloudRequest, requestId: string): Promise<CloudResponse> {
    const [, stage, path = '/'] = /^\/([^/]*)(\/.*)?$/.exec(request.path) ?? [];
    if (stage !== this.api.stage) return gatewayError(403, 'Forbidden', 'ForbiddenException');
    const { accountId, region } = deployment;
    const method = `arn:aws:execute-api:${region}:${accountId}:${this.api.id}/${stage}/${request.method}/{proxy+}`;
    if (!mayInvoke('apigateway.amazonaws.com', method, this.api.function.definition)) {
      return gatewayError(500, 'Internal server error', 'InternalServerErrorException');
    }
    const event = this.event(request, path, requestId);
    if (Buffer.byteLength(JSON.stringify(event)) > mostEventBytes) {
      return gatewayError(413, 'Request Too Long', 'RequestEntityTooLargeException');
    }
    const outcome = await withTimeout(this.api.function.invoke(event, requestId), this.timeout);
    if (outcome === undefined)
      return gatewayError(504, 'Endpoint request timed out', 'IntegrationTimeoutException');
    return (
      ('result' in outcome && readResult(outcome.result)) ||
      gatewayError(502, 'Internal server error', 'InternalServerErrorException')
    );
  }

  /** docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html, version 1.0 */
  private event(request: CloudRequest, path: string, requestId: string): unknown {
    const headers: Record<string, string> = {
      ...request.headers,
      host: request.authority,
      'x-forwarded-for': request.headers['x-forwarded-for'] ?? request.sourceIp,
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
    };
    const query = parseQuery(request.query);
    const now = this.clock.now();
    return {
      resource: '/{proxy+}',
      path: decode(path),
      httpMethod: request.method,
      headers,
      multiValueHeaders: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])),
      queryStringParameters: query.length > 0 ? Object.fromEntries(query) : null,
      multiValueQueryStringParameters: query.length > 0 ? grouped(query) : null,
      pathParameters: { proxy: decode(path.slice(1)) },
      stageVariables: null,
      requestContext: {
        accountId: deployment.accountId,
        apiId: this.api.id,
        domainName: request.authority,
        httpMethod: request.method,
        identity: { sourceIp: request.sourceIp, userAgent: request.headers['user-agent'] ?? null },
        path: decode(request.path),
        protocol: 'HTTP/1.1',
        requestId,
        requestTime: new Date(now).toUTCString(),
        requestTimeEpoch: now,
        resourcePath: '/{proxy+}',
        stage: this.api.stage,
      },
      // `infra/rest-api.yaml` names no binary media types: whatever comes is taken for text.
      body: request.body.length > 0 ? Buffer.from(request.body).toString('utf8') : null,
      isBase64Encoded: false,
    };
  }
}

function grouped(pairs: readonly (readonly [string, string])[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const [name, value] of pairs) groups[name] = [...(groups[name] ?? []), value];
  return groups;
}

/** `undefined` where the result isn't a proxy response, which the gateway answers with 502. */
function readResult(json: string): CloudResponse | undefined {
  const result = parseJson(json);
  if (!isObject(result)) return undefined;
  const status = Number(result.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(isObject(result.headers) ? result.headers : {})) {
    headers[name.toLowerCase()] = String(value);
  }
  for (const [name, values] of Object.entries(
    isObject(result.multiValueHeaders) ? result.multiValueHeaders : {},
  )) {
    if (Array.isArray(values))
      headers[name.toLowerCase()] = values.length === 1 ? String(values[0]) : values.map(String);
  }
  const body = typeof result.body === 'string' ? result.body : '';
  // Without binary media types base64 stays as it is.
  return respond(status, body, { 'content-type': 'application/json', ...headers });
}

function gatewayError(status: number, message: string, type: string): CloudResponse {
  return respondJson(status, { message }, { 'x-amzn-errortype': type });
}

async function withTimeout<Result>(work: Promise<Result>, milliseconds: number): Promise<Result | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
