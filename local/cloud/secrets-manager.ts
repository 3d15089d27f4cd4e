import type { Clock } from '../clock.ts';
import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { bodyText, type CloudRequest, type CloudResponse, respond } from './http-message.ts';
import { isObject, type JsonObject, parseJson, text } from './json.ts';
import type { Permission } from './policy.ts';
import { type RandomBytes, upperId, uuid } from './random.ts';

interface Version {
  id: string;
  stages: string[];
  secret: string;
  createdAt: number;
}

interface Secret {
  name: string;
  arn: string;
  description: string | undefined;
  /** Newest first. */
  versions: Version[];
}

/** Secrets Manager, in memory: string secrets, with AWSCURRENT and AWSPREVIOUS moving as they do on AWS. */
export class SecretsManager implements AwsService {
  readonly signingName = 'secretsmanager';
  readonly protocol = 'json-1.1';
  readonly operations = ['GetSecretValue', 'PutSecretValue', 'CreateSecret', 'DescribeSecret', 'ListSecrets'];
  private readonly secrets = new Map<string, Secret>();
  private readonly clock: Clock;
  private readonly random: RandomBytes;

  constructor(clock: Clock, random: RandomBytes) {
    this.clock = clock;
    this.random = random;
  }

  operation(request: CloudRequest): string {
    return request.headers['x-amz-target']?.split('.')[1] ?? 'Unknown';
  }

  permissions(request: CloudRequest): Permission[] {
    const input = parseJson(bodyText(request));
    const id = isObject(input) ? text(input.SecretId) : undefined;
    const secret = id === undefined ? undefined : this.lookUp(id);
    const missing = `arn:aws:secretsmanager:${deployment.region}:${deployment.accountId}:secret:${id ?? '*'}-??????`;
    return [{ action: `secretsmanager:${this.operation(request)}`, resource: secret?.arn ?? missing }];
  }

  async handle(request: CloudRequest): Promise<CloudResponse> {
    const isJson = request.headers['content-type']?.startsWith('application/x-amz-json-1.1');
    const isNamed = request.headers['x-amz-target']?.startsWith('secretsmanager.');
    if (request.method !== 'POST' || request.path !== '/' || !isJson || !isNamed) {
      throw new AwsError(400, 'UnknownOperationException', '');
    }
    const input = parseJson(bodyText(request));
    if (!isObject(input))
      throw new AwsError(400, 'SerializationException', 'The request body is not a JSON object.');
    return respond(200, JSON.stringify(this.perform(this.operation(request), input)), {
      'content-type': 'application/x-amz-json-1.1',
    });
  }

  /** Creates a secret, or a new current version of it. */
  put(name: string, value: string): void {
    if (this.lookUp(name)) this.perform('PutSecretValue', { SecretId: name, SecretString: value });
    else this.perform('CreateSecret', { Name: name, SecretString: value });
  }

  private perform(operation: string, input: JsonObject): unknown {
    switch (operation) {
      case 'GetSecretValue':
        return this.getValue(input);
      case 'PutSecretValue':
        return this.putValue(this.required(input), input);
      case 'CreateSecret':
        return this.create(input);
      case 'DescribeSecret':
        return description(this.required(input));
      case 'ListSecrets':
        return { SecretList: [...this.secrets.values()].map(description) };
      default:
        throw new AwsError(
          400,
          'UnknownOperationException',
          `The local Secrets Manager has no operation ${operation}.`,
        );
    }
  }

  private getValue(input: JsonObject): unknown {
    const secret = this.required(input);
    const versionId = text(input.VersionId);
    const stage = text(input.VersionStage) ?? (versionId === undefined ? 'AWSCURRENT' : undefined);
    const version = secret.versions.find(
      ({ id, stages }) =>
        (versionId === undefined || id === versionId) && (stage === undefined || stages.includes(stage)),
    );
    if (!version) {
      const wanted = versionId === undefined ? `staging label: ${stage}` : `VersionId: ${versionId}`;
      throw notFound(`Secrets Manager can't find the specified secret value for ${wanted}`);
    }
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      SecretString: version.secret,
      VersionStages: version.stages,
      CreatedDate: version.createdAt / 1000,
    };
  }

  private putValue(secret: Secret, input: JsonObject): unknown {
    const value = secretString(input);
    const id = text(input.ClientRequestToken) ?? uuid(this.random);
    const same = secret.versions.find((version) => version.id === id);
    if (same && same.secret !== value) {
      throw new AwsError(
        400,
        'ResourceExistsException',
        `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    }
    if (!same) {
      for (const version of secret.versions) {
        version.stages = version.stages.includes('AWSCURRENT') ? ['AWSPREVIOUS'] : [];
      }
      secret.versions.unshift({ id, stages: ['AWSCURRENT'], secret: value, createdAt: this.clock.now() });
    }
    const stages = secret.versions.find((version) => version.id === id)?.stages;
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: stages };
  }

  private create(input: JsonObject): unknown {
    const name = text(input.Name);
    if (name === undefined || !/^[A-Za-z0-9/_+=.@-]{1,512}$/.test(name)) {
      throw new AwsError(
        400,
        'ValidationException',
        'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
      );
    }
    if (this.secrets.has(name)) {
      throw new AwsError(
        400,
        'ResourceExistsException',
        `The operation failed because the secret ${name} already exists.`,
      );
    }
    const suffix = upperId(this.random, 6);
    const arn = `arn:aws:secretsmanager:${deployment.region}:${deployment.accountId}:secret:${name}-${suffix}`;
    const secret: Secret = { name, arn, description: text(input.Description), versions: [] };
    const put = this.putValue(secret, input);
    this.secrets.set(name, secret);
    return put;
  }

  private required(input: JsonObject): Secret {
    const secret = this.lookUp(text(input.SecretId) ?? '');
    if (!secret) throw notFound("Secrets Manager can't find the specified secret.");
    return secret;
  }

  private lookUp(id: string): Secret | undefined {
    return this.secrets.get(id) ?? [...this.secrets.values()].find(({ arn }) => arn === id);
  }
}

function secretString(input: JsonObject): string {
  const value = text(input.SecretString);
  if (value === undefined)
    throw new AwsError(
      400,
      'InvalidRequestException',
      'You must provide either SecretString or SecretBinary.',
    );
  return value;
}

function notFound(message: string): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', message);
}

function description(secret: Secret): unknown {
  const created = secret.versions.at(-1)?.createdAt ?? 0;
  return {
    ARN: secret.arn,
    Name: secret.name,
    ...(secret.description === undefined ? {} : { Description: secret.description }),
    CreatedDate: created / 1000,
    LastChangedDate: (secret.versions[0]?.createdAt ?? created) / 1000,
    VersionIdsToStages: Object.fromEntries(
      secret.versions.filter(({ stages }) => stages.length > 0).map(({ id, stages }) => [id, stages]),
    ),
  };
}
