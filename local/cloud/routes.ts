import { deployment } from '../deployment.ts';

/** Where a host name leads. */
export type Route =
  | {
      kind: 'aws';
      signingName: string;
      /** Regions that a signature may name. */
      regions: readonly string[];
      /** A region in which this account has nothing. */
      elsewhere?: true;
    }
  /** A service that this account's world lacks. */
  | { kind: 'missing-service'; name: string }
  | { kind: 'api'; id: string }
  | { kind: 'guest-site' }
  | { kind: 'website'; bucket: string }
  | { kind: 'public'; name: PublicServiceName };

/** Services of others that anybody may ask. */
export type PublicServiceName = 'weather' | 'tides';

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

/** Those that every account has without asking for them. */
const allRegions: readonly string[] = [
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ca-central-1',
  'eu-central-1',
  'eu-north-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'sa-east-1',
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
];

const hosts = new Map<string, Route>([
  ...allRegions.flatMap((one) =>
    Object.entries(regional).map(([prefix, signingName]): [string, Route] => [
      `${prefix}.${one}.amazonaws.com`,
      { kind: 'aws', signingName, regions: [one], ...(one === region ? {} : { elsewhere: true }) },
    ]),
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
  ['api.weather.gov', { kind: 'public', name: 'weather' }],
  ['api.tidesandcurrents.noaa.gov', { kind: 'public', name: 'tides' }],
]);

/** `undefined`: no such host, as far as this account's world goes. */
export function routeByHost(host: string): Route | undefined {
  const [, endpoint = host] = /^.+\.(s3\.[a-z0-9-]+\.amazonaws\.com)$/.exec(host) ?? [];
  return hosts.get(endpoint);
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
