import {
  GetSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { ServiceError } from '../shared/service-error.ts';

/** RFC 7518 asks for an HS256 key at least as long as the hash. */
const SHORTEST_BYTES = 32;
const CACHED_MILLISECONDS = 5 * 60_000;
/** How old the cache must be before a link that it can't verify makes it load again. */
const SUSPECT_MILLISECONDS = 10_000;

interface Keys {
  current: Uint8Array;
  previous: Uint8Array | null;
  loadedAt: number;
}

/** The secret that signs the magic links, from Secrets Manager, kept in the instance. */
export class LinkSecret {
  private readonly client: SecretsManagerClient;
  private readonly secretId: string;
  private readonly now: () => number;
  private keys: Keys | null = null;

  constructor(client: SecretsManagerClient, secretId: string, now: () => number) {
    this.client = client;
    this.secretId = secretId;
    this.now = now;
  }

  async signingKey(): Promise<Uint8Array> {
    return (await this.load(CACHED_MILLISECONDS)).current;
  }

  /** The keys that links may be signed with: the current one, and the one before while it is being rotated. */
  async acceptedKeys(): Promise<Uint8Array[]> {
    return accepted(await this.load(CACHED_MILLISECONDS));
  }

  /** The same for a link that the cached keys don't verify: another instance may have signed it with a newer key. */
  async newerKeys(): Promise<Uint8Array[]> {
    const before = this.keys;
    const keys = await this.load(SUSPECT_MILLISECONDS);
    return keys === before ? [] : accepted(keys);
  }

  private async load(oldest: number): Promise<Keys> {
    if (this.keys && this.now() - this.keys.loadedAt < oldest) return this.keys;
    const [current, previous] = await Promise.all([this.fetch('AWSCURRENT'), this.fetch('AWSPREVIOUS')]);
    if (!current || current.length < SHORTEST_BYTES) {
      throw new ServiceError(
        503,
        'jwt_secret_unusable',
        `The secret that JWT_SECRET_ID names must be a string of at least ${SHORTEST_BYTES} bytes. Store a longer one.`,
      );
    }
    this.keys = { current, previous, loadedAt: this.now() };
    return this.keys;
  }

  private async fetch(stage: 'AWSCURRENT' | 'AWSPREVIOUS'): Promise<Uint8Array | null> {
    try {
      const { SecretString } = await this.client.send(
        new GetSecretValueCommand({ SecretId: this.secretId, VersionStage: stage }),
      );
      return new TextEncoder().encode(SecretString ?? '');
    } catch (error) {
      // A secret that was never rotated has no previous version.
      if (stage === 'AWSPREVIOUS' && error instanceof ResourceNotFoundException) return null;
      throw error;
    }
  }
}

function accepted({ current, previous }: Keys): Uint8Array[] {
  return previous && previous.length >= SHORTEST_BYTES ? [current, previous] : [current];
}
