import { readAnswer } from './answer.ts';
import type { Aws } from './aws.ts';
import type { Call } from './request.ts';
import { object, string } from './shape.ts';

const secretValue = object({ SecretString: string });

export class SecretsManager {
  constructor(private readonly aws: Aws) {}

  async getSecretValue(secretId: string): Promise<string> {
    const call: Call = { service: 'SecretsManager', operation: 'GetSecretValue', repeatable: true };
    const response = await this.aws.send(
      'secretsmanager',
      {
        method: 'POST',
        url: `https://secretsmanager.${this.aws.region}.amazonaws.com/`,
        headers: { 'X-Amz-Target': 'secretsmanager.GetSecretValue' },
        contentType: 'application/x-amz-json-1.1',
        body: JSON.stringify({ SecretId: secretId }),
      },
      call,
    );
    return readAnswer(secretValue, response, call).SecretString;
  }
}
