import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { deployed } from './deployed.ts';
import type { CloudRequest, CloudResponse } from './http-message.ts';
import { respond } from './http-message.ts';
import type { Invalidations } from './invalidations.ts';
import { askPageOrigin, type PageOrigin } from './page-origin.ts';
import { type RandomBytes, upperId } from './random.ts';
import type { S3 } from './s3.ts';
import type { ViewerRequestFunction, ViewerResult } from './viewer-request.ts';

interface Copy {
  response: CloudResponse;
  storedAt: number;
  expiresAt: number;
}

type Origin = (request: CloudRequest) => Promise<CloudResponse>;

/** Time to live in seconds, as CloudFront has them by default. */
const timeToLive = { standard: 86_400, most: 31_536_000, error: 10 };

/** The edge: runs the viewer-request function, keeps copies, and honours invalidations when they arrive. */
export class Distribution {
  private readonly copies = new Map<string, Copy>();
  private readonly s3: S3;
  private readonly crewApi: Origin;
  private readonly invalidations: Invalidations;
  /** What its default behaviour runs at viewer requests; an operator may have forgotten to attach it. */
  guestPath: ViewerRequestFunction | undefined;
  /** Where its default behaviour gets objects; an operator may have changed it. */
  pages: PageOrigin = deployed().pages;
  private readonly clock: Clock;
  private readonly random: RandomBytes;

  constructor(parts: {
    s3: S3;
    crewApi: Origin;
    invalidations: Invalidations;
    guestPath: ViewerRequestFunction;
    clock: Clock;
    random: RandomBytes;
  }) {
    this.s3 = parts.s3;
    this.crewApi = parts.crewApi;
    this.invalidations = parts.invalidations;
    this.guestPath = parts.guestPath;
    this.clock = parts.clock;
    this.random = parts.random;
  }

  async answer(request: CloudRequest): Promise<CloudResponse> {
    return withAddedHeaders(await this.answerOf(request));
  }

  private async answerOf(request: CloudRequest): Promise<CloudResponse> {
    const id = upperId(this.random, 32);
    const edge = {
      via: `1.1 ${deployment.guest.distributionHost} (CloudFront)`,
      'x-amz-cf-id': id,
      'x-amz-cf-pop': 'SAN50-P1',
    };
    const { crewBehaviours, pageMethods } = deployed();
    const crew = crewBehaviours.find(({ pathPattern }) => matches(pathPattern, request.path));
    if (!(crew?.allowedMethods ?? pageMethods).has(request.method)) {
      return errorPage(
        403,
        'This distribution is not configured to allow the HTTP request method that was used for this request.',
        edge,
      );
    }
    if (crew) {
      const answer = await this.crewApi(forOrigin(request));
      return withHeaders(answer, {
        ...edge,
        'x-cache': `${answer.status < 400 ? 'Miss' : 'Error'} from cloudfront`,
      });
    }
    const result = this.rewrite(request, id);
    if (result === undefined)
      return errorPage(
        503,
        'The CloudFront function associated with the CloudFront distribution is invalid or could not run.',
        edge,
      );
    if ('statusCode' in result) {
      return respond(result.statusCode, '', {
        ...result.headers,
        ...edge,
        'x-cache': 'FunctionGeneratedResponse from cloudfront',
      });
    }
    const answer = await this.cached(result.uri);
    return withHeaders(request.method === 'HEAD' ? { ...answer, body: new Uint8Array() } : answer, edge);
  }

  /** `undefined` when the function fails, which a viewer of the real edge sees as a 503. */
  private rewrite(request: CloudRequest, requestId: string): ViewerResult | undefined {
    if (!this.guestPath) return { uri: request.path };
    const { guest } = deployment;
    try {
      return this.guestPath.handle(
        { method: request.method, uri: request.path, headers: request.headers },
        { id: guest.distributionId, host: guest.distributionHost, requestId, ip: request.sourceIp },
      );
    } catch {
      return undefined;
    }
  }

  private async cached(path: string): Promise<CloudResponse> {
    const now = this.clock.now();
    const kept = this.copies.get(path);
    if (kept && now < kept.expiresAt && !this.invalidations.covers(path, kept.storedAt)) {
      const hit = kept.response.status < 400 ? 'Hit' : 'Error';
      const age = String(Math.floor((now - kept.storedAt) / 1000));
      return withHeaders(kept.response, { 'x-cache': `${hit} from cloudfront`, age });
    }
    const response = await askPageOrigin(this.s3, this.pages, path, upperId(this.random, 16));
    const expiresAt = now + secondsToLive(response) * 1000;
    if (expiresAt > now) this.copies.set(path, { response, storedAt: now, expiresAt });
    else this.copies.delete(path);
    return withHeaders(response, {
      'x-cache': `${response.status < 400 ? 'Miss' : 'Error'} from cloudfront`,
    });
  }
}

function secondsToLive(response: CloudResponse): number {
  const directives = String(response.headers['cache-control'] ?? '').toLowerCase();
  if (/\b(no-store|no-cache|private)\b/.test(directives)) return 0;
  const stated = /s-maxage=(\d+)/.exec(directives)?.[1] ?? /max-age=(\d+)/.exec(directives)?.[1];
  if (stated !== undefined) return Math.min(Number(stated), timeToLive.most);
  return response.status < 400 ? timeToLive.standard : timeToLive.error;
}

function forOrigin(request: CloudRequest): CloudRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => deployed().headersToCrew.has(name)),
  );
  const { crewApi, region } = deployment;
  return {
    ...request,
    authority: `${crewApi.id}.execute-api.${region}.amazonaws.com`,
    path: `/${crewApi.stage}${request.path}`,
    headers: { ...headers, 'x-forwarded-for': request.sourceIp },
  };
}

function withAddedHeaders(answer: CloudResponse): CloudResponse {
  const added = deployed().addedHeaders.filter(
    ({ name, overrides }) => overrides || !(name in answer.headers),
  );
  return withHeaders(answer, Object.fromEntries(added.map(({ name, value }) => [name, value])));
}

function matches(pattern: string, path: string): boolean {
  return new RegExp(`^${pattern.split('*').join('.*')}$`).test(path);
}

function withHeaders(response: CloudResponse, headers: Record<string, string>): CloudResponse {
  return { ...response, headers: { ...response.headers, ...headers } };
}

function errorPage(status: number, reason: string, headers: Record<string, string>): CloudResponse {
  const page = `<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>${status} ERROR</H1><H2>The request could not be satisfied.</H2>${reason}</BODY></HTML>`;
  return respond(status, page, {
    ...headers,
    'content-type': 'text/html',
    'x-cache': 'Error from cloudfront',
  });
}
