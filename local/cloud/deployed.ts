import type { Stack } from '../cloudformation/stack.ts';
import { deployedStack } from '../deployed-stack.ts';
import { deployment } from '../deployment.ts';
import { functionPolicyOf } from './function-access.ts';
import { type PageOrigin, pageOriginOf } from './page-origin.ts';
import { type Policy, type Role, readPolicy } from './policy.ts';

/** What a distribution adds to answers. */
export interface AddedHeader {
  name: string;
  value: string;
  /** Whether it takes the place of the origin's own. */
  overrides: boolean;
}

/** What the guest site does with one kind of address. */
export interface Behaviour {
  /** With `*` for anything. */
  pathPattern: string;
  allowedMethods: ReadonlySet<string>;
}

interface Deployed {
  roles: Record<'addOn' | 'calendar' | 'crew', Role>;
  /** Who may invoke the functions. */
  functionPolicies: Record<'calendar' | 'crew', Policy>;
  pages: PageOrigin;
  pageMethods: ReadonlySet<string>;
  /** What the guest site sends to the crew system, and the viewer's headers that go along, in lower case. */
  crewBehaviours: readonly Behaviour[];
  headersToCrew: ReadonlySet<string>;
  addedHeaders: readonly AddedHeader[];
}

let known: Deployed | undefined;

/** As `infra/` has it; read once, for nothing changes it while a system runs. */
export function deployed(): Deployed {
  known ??= read(deployedStack());
  return known;
}

function read(stack: Stack): Deployed {
  const { resources } = stack;
  const propertiesOf = (place: string) => {
    const resource = resources.get(place);
    if (!resource) throw new Error(`infra/ deploys no ${place}.`);
    // biome-ignore lint/suspicious/noExplicitAny: the templates are held to AWS's own description by a test
    return resource.properties as any;
  };
  const roleAt = (place: string) => roleOf(propertiesOf(place));
  const { CacheBehaviors, DefaultCacheBehavior } = propertiesOf('GuestSite/Distribution').DistributionConfig;
  const { Headers } = propertiesOf('GuestSite/ToCrew').OriginRequestPolicyConfig.HeadersConfig;
  const security =
    propertiesOf('GuestSite/SecurityHeaders').ResponseHeadersPolicyConfig.SecurityHeadersConfig;
  const { StrictTransportSecurity, ContentTypeOptions, ContentSecurityPolicy, ReferrerPolicy } = security;
  return {
    roles: { addOn: roleAt('AddOn/Role'), calendar: roleAt('Calendar/Role'), crew: roleAt('Crew/Role') },
    functionPolicies: {
      calendar: functionPolicyOf(stack, deployment.calendarApi.functionName),
      crew: functionPolicyOf(stack, deployment.crewApi.functionName),
    },
    pages: pageOriginOf(stack),
    pageMethods: new Set(DefaultCacheBehavior.AllowedMethods),
    crewBehaviours: CacheBehaviors.map(
      ({ PathPattern, AllowedMethods }: { PathPattern: string; AllowedMethods: string[] }): Behaviour => ({
        pathPattern: PathPattern,
        allowedMethods: new Set(AllowedMethods),
      }),
    ),
    headersToCrew: new Set(Headers.map((name: string) => name.toLowerCase())),
    addedHeaders: [
      {
        name: 'strict-transport-security',
        value: `max-age=${StrictTransportSecurity.AccessControlMaxAgeSec}`,
        overrides: StrictTransportSecurity.Override,
      },
      { name: 'x-content-type-options', value: 'nosniff', overrides: ContentTypeOptions.Override },
      {
        name: 'content-security-policy',
        value: ContentSecurityPolicy.ContentSecurityPolicy,
        overrides: ContentSecurityPolicy.Override,
      },
      { name: 'referrer-policy', value: ReferrerPolicy.ReferrerPolicy, overrides: ReferrerPolicy.Override },
    ],
  };
}

/** Of the properties of an `AWS::IAM::Role`. */
export function roleOf({ AssumeRolePolicyDocument, Policies }: Record<string, unknown>): Role {
  const policies = Policies as { PolicyDocument: unknown }[];
  return {
    trust: readPolicy(AssumeRolePolicyDocument),
    policy: policies.flatMap(({ PolicyDocument }) => readPolicy(PolicyDocument)),
  };
}
