import type { ScriptSecret } from '../booking/script-secrets.ts';
import type { Cache } from './cache.ts';
import { NoCredentials } from './no-credentials.ts';
import type { Redaction } from './redaction.ts';
import { RemoteError } from './remote-error.ts';
import type { SecretsManager } from './secrets-manager.ts';
import { sha256Hex } from './sha256.ts';
import { object, type Read, type Shape } from './shape.ts';

/** What the add-on's secret holds, a JSON object with these names; in Script Properties each has its own. */
const SCRIPT_PROPERTIES = {
  dashboardToken: 'DASHBOARD_TOKEN',
  serviceKey: 'SERVICE_KEY',
  distributionId: 'DISTRIBUTION_ID',
} as const satisfies Record<string, ScriptSecret>;

export type SecretName = keyof typeof SCRIPT_PROPERTIES;

const CACHE_SECONDS = 10 * 60;

/** What isn't a text is as good as missing: `get` says so once it is needed. */
const secretText: Shape<string> = (value) => (typeof value === 'string' ? value.trim() : '');
const heldSecrets = object({
  dashboardToken: secretText,
  serviceKey: secretText,
  distributionId: secretText,
});
type HeldSecrets = Read<typeof heldSecrets>;

export interface SecretsOptions {
  /** Empty: they stand in Script Properties. */
  secretId: string;
  secretsManager: Pick<SecretsManager, 'getSecretValue'>;
  scriptProperty: (name: string) => string | null;
  cache: Cache;
  redaction: Redaction;
}

/** The tokens and keys of the services that are not AWS, and the distribution id if it stands with them. */
export class Secrets {
  private held: Promise<HeldSecrets> | null = null;
  private renewed = false;

  constructor(private readonly options: SecretsOptions) {}

  /** @throws NoCredentials when it is set nowhere, or may not be read; what the request for it throws otherwise */
  async get(name: SecretName): Promise<string> {
    const value = (await this.all())[name];
    if (!value) throw new NoCredentials(this.whereItIsMissing(name));
    this.hide(name, value);
    return value;
  }

  /** Which of them there are. Throws like `get` when they can't be read. */
  async names(): Promise<string[]> {
    return Object.entries(await this.all()).flatMap(([name, value]) => (value ? [name] : []));
  }

  private all(): Promise<HeldSecrets> {
    this.held ??= this.cached() || this.read();
    return this.held;
  }

  /**
   * The cached ones are no good, a service says: they may have been rotated. They are read again once; if they
   * are still the same, a further reading would not change that.
   */
  forget(): void {
    if (this.renewed) return;
    this.renewed = true;
    this.held = this.read();
  }

  private hide(name: SecretName, value: string): void {
    if (name === 'distributionId') return;
    this.options.redaction.add(value);
    // Some deployments of SCC take the hash in place of the key.
    this.options.redaction.add(sha256Hex(value));
  }

  private cached(): Promise<HeldSecrets> | null {
    const text = this.options.secretId && this.options.cache.get(this.cacheKey());
    return text ? Promise.resolve(this.parsed(text)) : null;
  }

  private async read(): Promise<HeldSecrets> {
    const { secretId, secretsManager, cache, scriptProperty } = this.options;
    if (!secretId) {
      const { dashboardToken, serviceKey, distributionId } = SCRIPT_PROPERTIES;
      return heldSecrets(
        {
          dashboardToken: scriptProperty(dashboardToken),
          serviceKey: scriptProperty(serviceKey),
          distributionId: scriptProperty(distributionId),
        },
        '',
      );
    }
    const text = await secretsManager.getSecretValue(secretId).catch(explainRefusal);
    const secrets = this.parsed(text);
    cache.put(this.cacheKey(), JSON.stringify(secrets), CACHE_SECONDS);
    return secrets;
  }

  private parsed(text: string): HeldSecrets {
    try {
      return heldSecrets(JSON.parse(text), '');
    } catch {
      throw new NoCredentials(`The secret ${this.options.secretId} is not a JSON object.`);
    }
  }

  private whereItIsMissing(name: SecretName): string {
    const { secretId } = this.options;
    return secretId
      ? `The secret ${secretId} holds no "${name}".`
      : `No Script Property ${SCRIPT_PROPERTIES[name]} is set, and Settings name no secret.`;
  }

  private cacheKey(): string {
    return cacheKeyOf(this.options.secretId);
  }
}

/** Whoever needs them next reads them anew. */
export function forgetSecrets(cache: Cache, secretId: string): void {
  cache.remove(cacheKeyOf(secretId));
}

function cacheKeyOf(secretId: string): string {
  return `secrets ${secretId}`;
}

function explainRefusal(error: unknown): never {
  if (!(error instanceof RemoteError) || error.outcome !== 'refused') throw error;
  throw new NoCredentials('The secret could not be read', error);
}
