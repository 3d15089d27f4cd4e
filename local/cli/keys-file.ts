import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { UsageError } from '../usage-error.ts';

/** Each key and the parameter of the templates that takes its hash. */
export const HASH_PARAMETERS = {
  dashboardToken: 'DashboardTokenHash',
  serviceKey: 'ServiceKeyHash',
} as const;

export type KeyName = keyof typeof HASH_PARAMETERS;

const KEY_NAMES = Object.keys(HASH_PARAMETERS) as KeyName[];

/** What the add-on's secret holds; whatever else stands there stays. */
const keysSchema = z.looseObject({ dashboardToken: z.string().min(1), serviceKey: z.string().min(1) });

/** Hexadecimal SHA-256, as the services compare them. */
export type Hashes = Record<KeyName, string>;

export interface Rotation {
  name: KeyName;
  before: string;
  after: string;
}

/** The keys on their way between this laptop and AWS Secrets Manager: JSON that only its owner can read. */
export class KeysFile {
  constructor(
    private readonly file: string,
    private readonly newKey: () => string,
  ) {}

  /** Throws UsageError where there is such a file: its keys may be in use. */
  async create(): Promise<Hashes> {
    const keys = { dashboardToken: this.newKey(), serviceKey: this.newKey() };
    await this.write(keys, 'wx').catch((error) => {
      if (error.code !== 'EEXIST') throw new UsageError(`${this.file} can't be written: ${error.message}.`);
      throw new UsageError(
        `${this.file} is there already, and its keys may be in use. Move it away, or name another with --file.`,
      );
    });
    return { dashboardToken: hashOf(keys.dashboardToken), serviceKey: hashOf(keys.serviceKey) };
  }

  /** Puts a new key in the place of one. Throws UsageError. */
  async rotate(name: string): Promise<Rotation> {
    const known = KEY_NAMES.find((one) => one === name);
    if (!known) throw new UsageError(`There is no key “${name}”. There are ${KEY_NAMES.join(' and ')}.`);
    const keys = await this.read();
    const after = this.newKey();
    await this.write({ ...keys, [known]: after }, 'w');
    return { name: known, before: hashOf(keys[known]), after: hashOf(after) };
  }

  private async read(): Promise<z.output<typeof keysSchema>> {
    const text = await readFile(this.file, 'utf8').catch((error) => {
      throw new UsageError(`${this.file} can't be read: ${error.message}. ${HOW_TO_FETCH}`);
    });
    try {
      return keysSchema.parse(JSON.parse(text));
    } catch {
      throw new UsageError(`${this.file} holds no JSON with ${KEY_NAMES.join(' and ')}. ${HOW_TO_FETCH}`);
    }
  }

  private write(keys: object, flag: 'w' | 'wx'): Promise<void> {
    return writeFile(this.file, `${JSON.stringify(keys)}\n`, { flag, mode: 0o600 });
  }
}

const HOW_TO_FETCH =
  'Fetch what is in use: aws secretsmanager get-secret-value --secret-id charter-desk/production --query SecretString --output text > keys.json';

function hashOf(key: string): string {
  return createHash('sha256').update(key, 'utf8').digest('hex');
}
