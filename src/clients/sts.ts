import type { Aws } from './aws.ts';
import { formEncode } from './percent-encoding.ts';
import { RemoteError } from './remote-error.ts';
import type { Call, HttpRequest, Sender } from './request.ts';
import type { AwsCredentials } from './signing.ts';
import { elementText } from './xml.ts';

/** Whose credentials they are, as an ARN. Everybody may ask that, so a refusal is about the credentials themselves. */
export async function callerIdentity(aws: Aws): Promise<string> {
  const call: Call = { service: 'STS', operation: 'GetCallerIdentity', repeatable: true };
  const { body } = await aws.send('sts', stsRequest(aws.region, { Action: call.operation }), call);
  return elementText(body, 'Arn');
}

function stsRequest(region: string, parameters: Record<string, string>): HttpRequest {
  return {
    method: 'POST',
    url: `https://sts.${region}.amazonaws.com/`,
    headers: {},
    contentType: 'application/x-www-form-urlencoded',
    body: formEncode({ Version: '2011-06-15', ...parameters }),
  };
}

export interface TemporaryCredentials extends AwsCredentials {
  sessionToken: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** AWS Security Token Service. Its request is not signed: the identity token is what proves who asks. */
export class Sts {
  constructor(
    private readonly sender: Sender,
    private readonly region: string,
  ) {}

  async assumeRoleWithWebIdentity(wanted: {
    roleArn: string;
    webIdentityToken: string;
  }): Promise<TemporaryCredentials> {
    const call: Call = { service: 'STS', operation: 'AssumeRoleWithWebIdentity', repeatable: true };
    const { status, body } = await this.sender.send(
      stsRequest(this.region, {
        Action: call.operation,
        RoleArn: wanted.roleArn,
        RoleSessionName: 'charter-desk',
        WebIdentityToken: wanted.webIdentityToken,
      }),
      call,
    );
    const accessKeyId = elementText(body, 'AccessKeyId');
    const secretAccessKey = elementText(body, 'SecretAccessKey');
    const sessionToken = elementText(body, 'SessionToken');
    const expiresAt = Date.parse(elementText(body, 'Expiration'));
    if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiresAt)) {
      throw RemoteError.unintelligible(call, status, 'it holds no credentials');
    }
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
  }
}
