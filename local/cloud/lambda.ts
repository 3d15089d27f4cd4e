import { createHash } from 'node:crypto';
import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import {
  bodyText,
  type CloudRequest,
  type CloudResponse,
  decode,
  respond,
  respondJson,
} from './http-message.ts';
import { isObject, parseJson } from './json.ts';
import type { LambdaFunction } from './lambda-function.ts';
import type { Permission } from './policy.ts';
import { type RandomBytes, uuid } from './random.ts';

const route = /^\/2015-03-31\/functions(?:\/?|\/([^/]+)(?:\/(configuration|invocations))?)$/;

/** Lambda's API for the functions of the deployment: read and change their configuration, invoke them. */
export class Lambda implements AwsService {
  readonly signingName = 'lambda';
  readonly protocol = 'rest-json';
  readonly operations = [
    'ListFunctions',
    'GetFunction',
    'GetFunctionConfiguration',
    'UpdateFunctionConfiguration',
    'Invoke',
  ];
  private readonly functions: ReadonlyMap<string, LambdaFunction>;
  private readonly random: RandomBytes;

  constructor(functions: ReadonlyMap<string, LambdaFunction>, random: RandomBytes) {
    this.functions = functions;
    this.random = random;
  }

  operation({ method, path }: CloudRequest): string {
    const [matched, name, part] = route.exec(path) ?? [];
    if (matched === undefined) return 'Unknown';
    if (name === undefined) return method === 'GET' ? 'ListFunctions' : 'Unknown';
    if (part === 'invocations') return method === 'POST' ? 'Invoke' : 'Unknown';
    if (part === undefined) return method === 'GET' ? 'GetFunction' : 'Unknown';
    if (method === 'PUT') return 'UpdateFunctionConfiguration';
    return method === 'GET' ? 'GetFunctionConfiguration' : 'Unknown';
  }

  permissions(request: CloudRequest): Permission[] {
    const operation = this.operation(request);
    const name = nameIn(request.path) ?? '*';
    return [
      {
        action: `lambda:${operation === 'Invoke' ? 'InvokeFunction' : operation}`,
        resource: functionArn(name),
      },
    ];
  }

  async handle(request: CloudRequest): Promise<CloudResponse> {
    switch (this.operation(request)) {
      case 'ListFunctions':
        return respondJson(200, {
          Functions: [...this.functions.values()].map(configuration),
          NextMarker: null,
        });
      case 'GetFunction':
        return respondJson(200, { Configuration: configuration(this.required(request)) });
      case 'GetFunctionConfiguration':
        return respondJson(200, configuration(this.required(request)));
      case 'UpdateFunctionConfiguration':
        return this.update(request);
      case 'Invoke':
        return this.invoke(request);
      default:
        throw new AwsError(
          404,
          'UnknownOperationException',
          `The local Lambda has no ${request.method} ${request.path}.`,
        );
    }
  }

  private update(request: CloudRequest): CloudResponse {
    const target = this.required(request);
    const input = parseJson(bodyText(request));
    const unknown = isObject(input) ? Object.keys(input).filter((name) => name !== 'Environment') : ['body'];
    const variables =
      isObject(input) && isObject(input.Environment) ? input.Environment.Variables : undefined;
    if (
      unknown.length > 0 ||
      !isObject(variables) ||
      !Object.values(variables).every((value) => typeof value === 'string')
    ) {
      throw new AwsError(
        400,
        'InvalidParameterValueException',
        'The local Lambda changes Environment.Variables, a map of strings, and nothing else.',
      );
    }
    target.configure(variables as Record<string, string>);
    return respondJson(200, configuration(target));
  }

  private async invoke(request: CloudRequest): Promise<CloudResponse> {
    const target = this.required(request);
    const body = bodyText(request);
    const event = body === '' ? {} : parseJson(body);
    if (event === undefined)
      throw new AwsError(400, 'InvalidRequestContentException', 'Could not parse request body into json.');
    const requestId = uuid(this.random);
    if (request.headers['x-amz-invocation-type'] === 'Event') {
      void target.invoke(event, requestId);
      return respond(202);
    }
    const outcome = await target.invoke(event, requestId);
    const executed = { 'content-type': 'application/json', 'x-amz-executed-version': '$LATEST' };
    if ('result' in outcome) return respond(200, outcome.result, executed);
    return respond(200, JSON.stringify(outcome), { ...executed, 'x-amz-function-error': 'Unhandled' });
  }

  private required(request: CloudRequest): LambdaFunction {
    const name = nameIn(request.path) ?? '';
    const found = this.functions.get(name);
    if (!found)
      throw new AwsError(404, 'ResourceNotFoundException', `Function not found: ${functionArn(name)}`);
    return found;
  }
}

export function functionArn(name: string): string {
  return `arn:aws:lambda:${deployment.region}:${deployment.accountId}:function:${name}`;
}

/** The function's name, from its name or its ARN. */
function nameIn(path: string): string | undefined {
  const [, named] = route.exec(path) ?? [];
  return named === undefined ? undefined : decode(named).split(':').at(-1);
}

function configuration({ definition, lastModified }: LambdaFunction): unknown {
  return {
    FunctionName: definition.name,
    FunctionArn: definition.arn,
    Runtime: 'nodejs22.x',
    Role: `arn:aws:iam::${deployment.accountId}:role/${definition.name}`,
    Handler: 'index.handler',
    Timeout: definition.timeoutSeconds,
    MemorySize: 256,
    LastModified: new Date(lastModified).toISOString().replace('Z', '+0000'),
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['arm64'],
    RevisionId: createHash('sha256')
      .update(JSON.stringify(definition.environment))
      .digest('hex')
      .slice(0, 32),
    Environment: { Variables: definition.environment },
  };
}
