import { createContext, Script } from 'node:vm';
import { type Node, parse } from 'acorn';

/** CloudFront refuses a larger function: docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html */
const mostBytes = 10_240;

/** Modern syntax that the CloudFront Functions 2.0 runtime doesn't parse. */
const foreignSyntax = new Set([
  'ChainExpression',
  'ClassDeclaration',
  'ClassExpression',
  'ForOfStatement',
  'ObjectPattern',
  'ArrayPattern',
  'SpreadElement',
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportDefaultDeclaration',
]);

export interface ViewerRequest {
  method: string;
  uri: string;
  headers: Record<string, string>;
}

/** Either the request to go on with, or an answer made at the edge. */
export type ViewerResult = { uri: string } | { statusCode: number; headers: Record<string, string> };

/** A CloudFront Function at viewer-request, in a context as bare as CloudFront's: no require, process, timers or eval. */
export class ViewerRequestFunction {
  private readonly run: Script;
  private readonly context: object;

  /** Throws when CloudFront would refuse to deploy the code. */
  constructor(code: string) {
    const bytes = Buffer.byteLength(code);
    if (bytes > mostBytes)
      throw new Error(`CloudFront function is ${bytes} bytes; the limit is ${mostBytes}.`);
    checkSyntax(parse(code, { ecmaVersion: 2018, sourceType: 'script' }));
    this.context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
    new Script(code, { filename: 'viewer-request.js' }).runInContext(this.context, { timeout: 1000 });
    this.run = new Script('JSON.stringify(handler(JSON.parse(eventText)))');
  }

  handle(
    request: ViewerRequest,
    distribution: { id: string; host: string; requestId: string; ip: string },
  ): ViewerResult {
    const event = {
      version: '1.0',
      context: {
        distributionDomainName: distribution.host,
        distributionId: distribution.id,
        eventType: 'viewer-request',
        requestId: distribution.requestId,
      },
      viewer: { ip: distribution.ip },
      request: {
        method: request.method,
        uri: request.uri,
        querystring: {},
        headers: Object.fromEntries(
          Object.entries(request.headers).map(([name, value]) => [name, { value }]),
        ),
        cookies: {},
      },
    };
    Object.assign(this.context, { eventText: JSON.stringify(event) });
    return readResult(JSON.parse(this.run.runInContext(this.context, { timeout: 1000 })));
  }
}

function readResult(result: {
  uri?: string;
  statusCode?: number;
  headers?: Record<string, { value: string }>;
}): ViewerResult {
  if (typeof result.statusCode === 'number') {
    const headers = Object.entries(result.headers ?? {}).map(([name, { value }]) => [name, value]);
    return { statusCode: result.statusCode, headers: Object.fromEntries(headers) };
  }
  if (typeof result.uri !== 'string' || !result.uri.startsWith('/')) {
    throw new Error('The CloudFront function returned neither a request with a uri nor a response.');
  }
  return { uri: result.uri };
}

function checkSyntax(tree: Node): void {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('type' in value && typeof value.type === 'string' && foreignSyntax.has(value.type)) {
      throw new Error(`CloudFront Functions don't know ${value.type}.`);
    }
    Object.values(value).forEach(visit);
  };
  visit(tree);
}
