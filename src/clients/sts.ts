import { formEncode } from './percent-encoding.ts';
import { RemoteError } from './remote-error.ts';
import type { Call, Sender } from './request.ts';
import type { AwsCredentials } from './signing.ts';
import { elementText } from './xml.ts';

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
      {
        method: 'POST',
        url: `https://sts.${this.region}.amazonaws.com/`,
        headers: {},
        contentType: 'application/x-www-form-urlencoded',
        body: formEncode({
          Action: 'AssumeRoleWithWebIdentity',
          Version: '2011-06-15',
          RoleArn: wanted.roleArn,
          RoleSessionName: 'charter-desk',
          WebIdentityToken: wanted.webIdentityToken,
        }),
      },
      call,
    );
    const accessKeyId = elementText(body, 'AccessKeyId');
    const secretAccessKey = elementText(body, 'SecretAccessKey');
    const sessionToken = elementText(body, 'SessionToken');
    const expiresAt = Date.parse(elementText(body, 'Expiration') ?? '');
    if (!accessKeyId || !secretAccessKey || !sessionToken || Number.isNaN(expiresAt)) {
      throw RemoteError.unintelligible(call, status, 'it holds no credentials');
    }
    return { accessKeyId, secretAccessKey, sessionToken, expiresAt };
  }
}
