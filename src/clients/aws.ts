import type { CredentialSource } from './credentials.ts';
import { RemoteError } from './remote-error.ts';
import type { Call, HttpRequest, HttpResponse, Sender } from './request.ts';
import { type AwsCredentials, sign } from './signing.ts';

/** By signing name. */
export type AwsService =
  | 's3'
  | 'cloudfront'
  | 'dynamodb'
  | 'ses'
  | 'secretsmanager'
  | 'sts'
  | 'apigateway'
  | 'lambda';

/** How the services say that they don't know the key, or no longer take the token. */
const STALE_CREDENTIALS = [
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'InvalidToken',
  'TokenRefreshRequired',
  'UnrecognizedClientException',
];

/** Sends signed requests to AWS, and once more when the credentials turn out to be stale. */
export class Aws {
  constructor(
    private readonly sender: Sender,
    private readonly credentials: CredentialSource,
    readonly region: string,
    /** Epoch milliseconds. */
    private readonly now: () => number,
  ) {}

  /** @throws RemoteError, OutOfTime; NoCredentials when it could not even leave */
  async send(service: AwsService, request: HttpRequest, call: Call): Promise<HttpResponse> {
    const credentials = await this.credentials.current();
    try {
      return await this.signed(service, request, call, credentials);
    } catch (error) {
      if (!(error instanceof RemoteError) || !blamesCredentials(error)) throw error;
      const renewed = await this.renewed(credentials, error);
      return this.signed(service, request, call, renewed);
    }
  }

  private async signed(
    service: AwsService,
    request: HttpRequest,
    call: Call,
    credentials: AwsCredentials,
  ): Promise<HttpResponse> {
    // CloudFront is everywhere, and its signatures belong to one region.
    const region = service === 'cloudfront' ? 'us-east-1' : this.region;
    return this.sender.send(await sign(request, { service, region }, credentials, this.now()), call);
  }

  /** Without better ones the first refusal stands: it is what is known of this request. */
  private async renewed(stale: AwsCredentials, refusal: RemoteError): Promise<AwsCredentials> {
    const renewed = await this.credentials.renew(stale).catch(() => stale);
    if (renewed.accessKeyId === stale.accessKeyId) throw refusal;
    return renewed;
  }
}

function blamesCredentials(error: RemoteError): boolean {
  if (error.status === null || error.status >= 500) return false;
  return STALE_CREDENTIALS.includes(error.code);
}
