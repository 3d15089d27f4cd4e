import { deployment } from '../deployment.ts';

/** Where a host name leads. */
export type Route =
  | { kind: 'aws'; signingName: string /** Regions that a signature may name. */; regions: readonly string[] }
  /** A service that this account's world lacks. */
  | { kind: 'missing-service'; name: string }
  | { kind: 'api'; id: string }
  | { kind: 'guest-site' }
  | { kind: 'website'; bucket: string };

const { region, guest, legacy, calendarApi, crewApi } = deployment;

/** Host name prefixes of the regional services, and the names that they are signed with. */
const regional: Record<string, string> = {
  s3: 's3',
  dynamodb: 'dynamodb',
  secretsmanager: 'secretsmanager',
  sts: 'sts',
  email: 'ses',
  lambda: 'lambda',
  apigateway: 'apigateway',
};

const hosts = new Map<string, Route>([
  ...Object.entries(regional).map(
    ([prefix, signingName]) =>
      [`${prefix}.${region}.amazonaws.com`, { kind: 'aws', signingName, regions: [region] }] as [
        string,
        Route,
      ],
  ),
  // Global services live in us-east-1, and want to be signed for it.
  ['sts.amazonaws.com', { kind: 'aws', signingName: 'sts', regions: ['us-east-1'] }],
  ['cloudfront.amazonaws.com', { kind: 'aws', signingName: 'cloudfront', regions: ['us-east-1'] }],
  ...[calendarApi, crewApi].map(
    ({ id }) => [`${id}.execute-api.${region}.amazonaws.com`, { kind: 'api', id }] as [string, Route],
  ),
  [guest.host, { kind: 'guest-site' }],
  [guest.distributionHost, { kind: 'guest-site' }],
  [legacy.host, { kind: 'website', bucket: legacy.bucket }],
  [`${legacy.bucket}.s3-website-${region}.amazonaws.com`, { kind: 'website', bucket: legacy.bucket }],
]);

/** `undefined`: no such host, as far as this account's world goes. */
export function routeByHost(host: string): Route | undefined {
  const virtualBucket = host.endsWith(`.s3.${region}.amazonaws.com`);
  return hosts.get(virtualBucket ? `s3.${region}.amazonaws.com` : host);
}

/**
 * By the prefix of an `X-Amz-Target`: `DynamoDB_20120810.GetItem` names the service and its version. Few services
 * are signed by another name than that, and none of those is here.
 */
export function routeByTarget(target: string): Route {
  return routeByScope((target.split('.')[0] ?? '').replace(/_\d+$/, '').toLowerCase());
}

/**
 * For clients with an `--endpoint-url`, which name the service in their signature alone. Given such an endpoint they
 * sign for their own region even where the service is global.
 */
export function routeByScope(signingName: string): Route {
  const global = signingName === 'sts' || signingName === 'cloudfront';
  const known = global || Object.values(regional).includes(signingName);
  return known
    ? { kind: 'aws', signingName, regions: global ? [region, 'us-east-1'] : [region] }
    : { kind: 'missing-service', name: signingName };
}
