// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation's own notation.
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { roleOf } from '../local/cloud/deployed.ts';
import { functionPolicyOf, policyUnder } from '../local/cloud/function-access.ts';
import type { FunctionDefinition } from '../local/cloud/lambda-function.ts';
import type { Policy } from '../local/cloud/policy.ts';
import { changedStack } from './support/changed-templates.ts';
import { useCloud } from './support/cloud-harness.ts';
import { json, wire } from './support/cloud-requests.ts';

const harness = useCloud();
const name = 'ship-captain-crew';
let crew: FunctionDefinition;
let asDeployed: Policy;
beforeAll(() => {
  crew = (harness.cloud.functions.get(name) as { definition: FunctionDefinition }).definition;
  asDeployed = crew.policy;
});
afterEach(() => {
  crew.policy = asDeployed;
});

const ask = (path: string) => {
  const url = `https://sccapi0001.execute-api.us-west-2.amazonaws.com/prod${path}`;
  return harness.cloud.exchange(wire({ url }));
};

/** How often the rule has invoked the function when a further minute is over. */
async function countAfterMinute(): Promise<number> {
  harness.clock.advance(60_000);
  await harness.cloud.tick();
  return Number(json(await ask('/counted')).count);
}

async function change(template: string, before: string | RegExp, after: string): Promise<void> {
  crew.policy = functionPolicyOf(await changedStack(template, before, after), name);
}

describe('a function', () => {
  it('answers its API and its rule with the templates as they are', async () => {
    expect((await ask('/events')).status).toBe(200);
    expect((await countAfterMinute()) + 1).toBe(await countAfterMinute());
  });

  it.each<[string, string | RegExp, string]>([
    ['nobody', / {2}Invocation:[\s\S]*?(?=\nOutputs:)/, ''],
    ['another service', 'Principal: apigateway.amazonaws.com', 'Principal: events.amazonaws.com'],
    ['another API', ':${Api}/*', ':another/*'],
    ['another stage', ':${Api}/*', ':${Api}/test/*'],
    ['an API of another account', '${AWS::AccountId}:${Api}', '210987654321:${Api}'],
    ['something else than to invoke it', 'Action: lambda:InvokeFunction', 'Action: lambda:GetFunction'],
    ['an API to invoke another function', 'FunctionName: !Ref FunctionName', 'FunctionName: another'],
  ])('is out of its API’s reach where it lets %s', async (_, before, after) => {
    await change('rest-api.yaml', before, after);
    const answer = await ask('/events');
    expect([answer.status, json(answer)]).toEqual([500, { message: 'Internal server error' }]);
  });

  it.each<[string, string | RegExp, string]>([
    ['no rule', / {2}OutboxInvocation:[\s\S]*?(?=\n {2}Api:)/, ''],
    ['another rule', '!GetAtt OutboxClock.Arn', '!Sub "${OutboxClock.Arn}-of-old"'],
    ['another service', 'Principal: events.amazonaws.com', 'Principal: scheduler.amazonaws.com'],
  ])('is not invoked by its rule where it lets %s', async (_, before, after) => {
    const count = await countAfterMinute();
    await change('ship-captain-crew.yaml', before, after);
    expect(await countAfterMinute()).toBe(count);
  });

  it('is not made where Lambda may not take on its role', async () => {
    const { resources } = await changedStack(
      'ship-captain-crew.yaml',
      'Service: lambda.amazonaws.com',
      'Service: ec2.amazonaws.com',
    );
    const role = roleOf(resources.get('Crew/Role')?.properties ?? {});
    expect(() => policyUnder(role)).toThrow('cannot be assumed by Lambda');
  });

  it('has no permission that is overlooked', async () => {
    const before = 'Principal: apigateway.amazonaws.com';
    await expect(
      change('rest-api.yaml', before, `${before}\n      SourceAccount: "210987654321"`),
    ).rejects.toThrow('SourceAccount');
  });
});
