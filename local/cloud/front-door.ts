import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { apiOperation, apiOperations } from './api-operations.ts';
import type { Authenticator } from './authenticator.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import type { Distribution } from './distribution.ts';
import { type Protocol, renderError } from './error-shape.ts';
import type { ExecuteApi } from './execute-api.ts';
import type { Faults } from './faults.ts';
import { type CloudRequest, type CloudResponse, ConnectionFailure, hostName } from './http-message.ts';
import { authorize, type KeyRing, type Principal } from './iam.ts';
import { answerElsewhere } from './other-region.ts';
import type { Permission } from './policy.ts';
import type { PublicService } from './public-service.ts';
import { type RandomBytes, upperId } from './random.ts';
import {
  bookingIn,
  type Caller,
  type LoggedCall,
  maskedHeaders,
  maskedPath,
  maskedSignature,
} from './request-log.ts';
import { type PublicServiceName, type Route, routeByHost, routeByScope, routeByTarget } from './routes.ts';
import type { S3 } from './s3.ts';
import type { Uploads } from './s3-upload.ts';
import { answerWebsite } from './s3-website.ts';
import { readClaim } from './signature-claim.ts';
import { isUnsignedAssumeRole, namesAction, type Sts } from './sts.ts';

export interface FrontDoorParts {
  authenticator: Authenticator;
  uploads: Uploads;
  keys: KeyRing;
  /** By signing name. */
  services: ReadonlyMap<string, AwsService>;
  s3: S3;
  sts: Sts;
  /** By API id, with the name that the log shows. */
  apis: ReadonlyMap<string, { name: string; gateway: Pick<ExecuteApi, 'answer'> }>;
  distribution: Distribution;
  publicServices: Readonly<Record<PublicServiceName, PublicService>>;
  faults: Faults;
  log: LoggedCall[];
  clock: Clock;
  random: RandomBytes;
}

type AwsRoute = Extract<Route, { kind: 'aws' }>;

interface Destination {
  service: string;
  operation: string;
  answer: () => Promise<CloudResponse>;
}

/** Where every request enters: finds its destination, meets injected faults, is verified, answered and logged. */
export class FrontDoor {
  private readonly parts: FrontDoorParts;

  constructor(parts: FrontDoorParts) {
    this.parts = parts;
  }

  /** Each service with its operations, under the names that faults and the log go by. */
  operations(): ReadonlyMap<string, readonly string[]> {
    const { services, apis, publicServices } = this.parts;
    return new Map<string, readonly string[]>([
      ...[...services].map(([name, { operations }]) => [name, operations] as const),
      ...[...apis.values()].map(({ name }) => [name, apiOperations[name] ?? []] as const),
      ['guest-site', ['GET', 'HEAD', 'POST']],
      ['website', ['GET', 'HEAD']],
      ...Object.entries(publicServices).map(([name, { operations }]) => [name, operations] as const),
    ]);
  }

  /**
   * `from` is whose way in it took; who comes through AWS's own endpoint is known by the key that they sign with.
   * Throws `ConnectionFailure` when a fault says that the connection fails.
   */
  async answer(request: CloudRequest, from: Caller | 'AWS endpoint'): Promise<CloudResponse> {
    const started = performance.now();
    const when = this.parts.clock.now();
    const { service, operation, answer } = this.destination(request);
    let status: number | string = 500;
    try {
      const response = await this.parts.faults.around({ service, operation }, request, answer);
      status = response.status;
      return { ...response, headers: { ...response.headers, date: new Date(when).toUTCString() } };
    } catch (error) {
      if (error instanceof ConnectionFailure) status = error.code;
      throw error;
    } finally {
      this.parts.log.push({
        when,
        caller: from === 'AWS endpoint' ? this.signer(request) : from,
        service,
        operation,
        host: hostName(request.authority),
        method: request.method,
        path: maskedPath(request),
        status,
        milliseconds: Math.round(performance.now() - started),
        booking: bookingIn(request),
        headers: maskedHeaders(request.headers),
        signature: maskedSignature(request),
      });
    }
  }

  private signer(request: CloudRequest): Caller {
    // Names of services that don't belong to AWS lead to this endpoint from a function only.
    const named = routeByHost(hostName(request.authority));
    if (named !== undefined && named.kind !== 'aws') return 'service';
    const read = readClaim(request);
    const grant = 'claim' in read ? this.parts.keys.find(read.claim.accessKeyId) : undefined;
    return grant?.principal.kind === 'function' ? 'service' : 'AWS client';
  }

  private destination(request: CloudRequest): Destination {
    const route = routeByHost(hostName(request.authority)) ?? routeByContent(request);
    switch (route.kind) {
      case 'aws':
        return this.awsDestination(request, route);
      case 'missing-service':
        return {
          service: route.name,
          operation: request.headers['x-amz-target']?.split('.')[1] ?? 'Unknown',
          answer: async () => this.answerMissing(request, route.name),
        };
      case 'api':
        return this.apiDestination(request, route.id);
      case 'guest-site':
        return {
          service: 'guest-site',
          operation: request.method,
          answer: () => this.parts.distribution.answer(request),
        };
      case 'website':
        return {
          service: 'website',
          operation: request.method,
          answer: () => answerWebsite(this.parts.s3, route.bucket, request),
        };
      case 'public': {
        const service = this.parts.publicServices[route.name];
        return {
          service: route.name,
          operation: service.operation(request),
          answer: async () => service.answer(request),
        };
      }
    }
  }

  private apiDestination(request: CloudRequest, id: string): Destination {
    const api = this.parts.apis.get(id);
    if (!api) throw new Error(`No API ${id} was seeded.`);
    return {
      service: api.name,
      operation: apiOperation(request),
      answer: () => api.gateway.answer(request),
    };
  }

  private awsDestination(request: CloudRequest, route: AwsRoute): Destination {
    const service = this.parts.services.get(route.signingName);
    if (!service) throw new Error(`No service ${route.signingName} was seeded.`);
    return {
      service: route.signingName,
      operation: service.operation(request),
      answer: () => this.answerAws(request, service, route),
    };
  }

  private async answerAws(
    request: CloudRequest,
    service: AwsService,
    route: AwsRoute,
  ): Promise<CloudResponse> {
    const requestId = upperId(this.parts.random, 16);
    const answer = await this.answerOrRefuse(request, service, route, requestId);
    if (service !== this.parts.s3) return answer;
    // A page may read why it was refused, too.
    return { ...answer, headers: { ...answer.headers, ...(await this.parts.s3.corsHeaders(request)) } };
  }

  private async answerOrRefuse(
    request: CloudRequest,
    service: AwsService,
    route: AwsRoute,
    requestId: string,
  ): Promise<CloudResponse> {
    try {
      const response = await this.verified(request, service, route);
      const idHeader = service.protocol === 's3' ? 'x-amz-request-id' : 'x-amzn-requestid';
      return { ...response, headers: { [idHeader]: requestId, ...response.headers } };
    } catch (error) {
      const known =
        error instanceof AwsError
          ? error
          : new AwsError(500, 'InternalFailure', `The local cloud failed: ${error}`);
      return renderError(service.protocol, known, requestId, request.method === 'HEAD');
    }
  }

  /** In the protocol that the request itself speaks, so that its client can show the message. */
  private answerMissing(request: CloudRequest, name: string): CloudResponse {
    const error = new AwsError(400, 'UnknownOperationException', `The local cloud has no service ${name}.`);
    return renderError(protocolOf(request), error, upperId(this.parts.random, 16), request.method === 'HEAD');
  }

  private async verified(
    request: CloudRequest,
    service: AwsService,
    { regions, elsewhere }: AwsRoute,
  ): Promise<CloudResponse> {
    const { authenticator, s3, sts, uploads } = this.parts;
    if (service === sts && isUnsignedAssumeRole(request)) return sts.assumeRole(request);
    if (service === s3 && request.method === 'OPTIONS') return s3.preflight(request);
    const isUpload = service === s3 && s3.operation(request) === 'PostObject';
    const upload = isUpload ? await uploads.accept(request, regions) : undefined;
    const { principal, request: verified } =
      upload ?? (await authenticator.authenticate(request, service, regions));
    // STS is the same everywhere.
    const other = elsewhere && service !== sts ? regions[0] : undefined;
    const refused = service
      .permissions(verified)
      .map((permission) => (other === undefined ? permission : inRegion(permission, other)))
      .find((permission) => !authorize(principal, permission));
    if (refused) throw accessDenied(service.protocol, principal, refused);
    if (other !== undefined) return answerElsewhere(service, verified, other);
    const answer = await service.handle(verified, principal);
    return upload ? upload.answer(answer) : answer;
  }
}

/**
 * For a request to no known host: by its signature, or else by what it asks for. What names no operation is taken
 * for an anonymous request to S3, as at S3's own address.
 */
function routeByContent(request: CloudRequest): Route {
  const read = readClaim(request);
  if ('claim' in read) return routeByScope(read.claim.scope.service);
  const target = request.headers['x-amz-target'];
  if (target !== undefined) return routeByTarget(target);
  return routeByScope(namesAction(request) ? 'sts' : 's3');
}

/** ARNs name the region that was asked; those of S3 and CloudFront name none. */
function inRegion(permission: Permission, region: string): Permission {
  return { ...permission, resource: permission.resource.replace(`:${deployment.region}:`, `:${region}:`) };
}

function protocolOf({ headers }: CloudRequest): Protocol {
  const contentType = headers['content-type'] ?? '';
  if (contentType.startsWith('application/x-amz-json-1.0')) return 'json-1.0';
  if ('x-amz-target' in headers) return 'json-1.1';
  return contentType.startsWith('application/x-www-form-urlencoded') ? 'query' : 'rest-json';
}

function accessDenied(protocol: Protocol, principal: Principal, { action, resource }: Permission): AwsError {
  const message = `User: ${principal.arn} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`;
  if (protocol === 's3' || protocol === 'query' || protocol === 'rest-xml') {
    return new AwsError(403, 'AccessDenied', message);
  }
  return new AwsError(protocol === 'rest-json' ? 403 : 400, 'AccessDeniedException', message);
}
