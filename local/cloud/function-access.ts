import * as z from 'zod';
import type { Stack } from '../cloudformation/stack.ts';
import { functionArn } from './lambda.ts';
import type { FunctionDefinition } from './lambda-function.ts';
import { allows, type Policy, type Role, readPolicy, statementsAbout } from './policy.ts';

const permission = z.strictObject({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string(),
});

/** The policy that Lambda makes for a function of the permissions in the templates. */
export function functionPolicyOf({ resources }: Stack, name: string): Policy {
  const permissions = [...resources.values()]
    .filter(({ type }) => type === 'AWS::Lambda::Permission')
    .map(({ properties }) => permission.parse(properties))
    .filter(({ FunctionName }) => FunctionName === name);
  return readPolicy({
    Version: '2012-10-17',
    Statement: permissions.map(({ Action, Principal, SourceArn }) => ({
      Effect: 'Allow',
      Principal: { Service: Principal },
      Action,
      Resource: functionArn(name),
      Condition: { ArnLike: { 'AWS:SourceArn': SourceArn } },
    })),
  });
}

/** Whether a service of AWS may invoke a function for something that it runs, such as an API or a rule. */
export function mayInvoke(service: string, sourceArn: string, { arn, policy }: FunctionDefinition): boolean {
  return allows(statementsAbout('Service', service, policy), {
    action: 'lambda:InvokeFunction',
    resource: arn,
    context: { 'aws:SourceArn': [sourceArn] },
  });
}

/** What a function with this role may do. Throws where Lambda would refuse to make the function. */
export function policyUnder({ trust, policy }: Role): Policy {
  const asked = { action: 'sts:AssumeRole', resource: '*' };
  if (allows(statementsAbout('Service', 'lambda.amazonaws.com', trust), asked)) return policy;
  throw new Error('The role defined for the function cannot be assumed by Lambda.');
}
