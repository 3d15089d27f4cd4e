import { RemoteError } from './remote-error.ts';
import type { Call, HttpRequest, HttpResponse, Sender } from './request.ts';
import type { SecretName, Secrets } from './secrets.ts';

/** Sends each request with a secret in its header, and once more when the secret turns out to be rotated. */
export class KeyedSender implements Sender {
  constructor(
    private readonly sender: Sender,
    private readonly secrets: Pick<Secrets, 'get' | 'forget'>,
    private readonly secretName: SecretName,
    private readonly headerFor: (secret: string) => Record<string, string>,
  ) {}

  async send(request: HttpRequest, call: Call): Promise<HttpResponse> {
    const secret = await this.secrets.get(this.secretName);
    try {
      return await this.keyed(request, call, secret);
    } catch (error) {
      if (!(error instanceof RemoteError) || (error.status !== 401 && error.status !== 403)) throw error;
      return this.keyed(request, call, await this.rotated(secret, explained(error, request)));
    }
  }

  private keyed(request: HttpRequest, call: Call, secret: string): Promise<HttpResponse> {
    return this.sender.send({ ...request, headers: { ...request.headers, ...this.headerFor(secret) } }, call);
  }

  /** Without another secret the refusal stands: it is what is known of this request. */
  private async rotated(stale: string, refusal: RemoteError): Promise<string> {
    this.secrets.forget();
    const secret = await this.secrets.get(this.secretName).catch(() => stale);
    if (secret === stale) throw refusal;
    return secret;
  }
}

/** A refusal in words that are not the service's own comes from what stands before it. */
function explained(refusal: RemoteError, { url }: HttpRequest): RemoteError {
  if (refusal.code !== '' || API_GATEWAY.test(url)) return refusal;
  return refusal.explained(
    "CloudFront may have answered in the service's place. It strips the key's header: give API Gateway's own address in Settings.",
  );
}

const API_GATEWAY = /^https:\/\/[^/]+\.execute-api\.[^/]+\.amazonaws\.com\//;
