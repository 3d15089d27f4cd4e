import { parseArgs } from 'node:util';
import { UsageError } from '../usage-error.ts';

/** The options of a command, without their dashes. */
export interface OptionNames<Flag extends string, Value extends string> {
  flags: readonly Flag[];
  /** Those that take a value: `--port 8787` or `--port=8787`. */
  values: readonly Value[];
}

export interface Options<Flag extends string, Value extends string> {
  flags: ReadonlySet<Flag>;
  values: Partial<Record<Value, string>>;
  positionals: string[];
}

/** Throws UsageError. */
export function readOptions<Flag extends string, Value extends string>(
  commandLine: readonly string[],
  names: OptionNames<Flag, Value>,
): Options<Flag, Value> {
  const { tokens } = parseArgs({
    args: [...commandLine],
    options: Object.fromEntries([
      ...names.flags.map((name) => [name, { type: 'boolean' }] as const),
      ...names.values.map((name) => [name, { type: 'string' }] as const),
    ]),
    strict: false,
    tokens: true,
  });
  const flags = new Set<Flag>();
  const values: Partial<Record<Value, string>> = {};
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const flag = names.flags.find((name) => name === token.name);
    const value = names.values.find((name) => name === token.name);
    if (flag !== undefined) {
      if (token.value !== undefined)
        throw new UsageError(`${token.rawName} takes no value. Leave “=${token.value}” out.`);
      flags.add(flag);
    } else if (value !== undefined) {
      if (values[value] !== undefined)
        throw new UsageError(`${token.rawName} stands there twice. Give it once.`);
      if (!token.value || (!token.inlineValue && token.value.startsWith('--'))) {
        throw new UsageError(`${token.rawName} needs a value: ${token.rawName} VALUE.`);
      }
      values[value] = token.value;
    } else {
      throw new UsageError(`There is no option ${token.rawName}. See --help.`);
    }
  }
  return { flags, values, positionals };
}
