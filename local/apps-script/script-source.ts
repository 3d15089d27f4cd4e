import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import { parse } from 'acorn';
import type { CompiledScript } from './worker.ts';

/** By their text: to parse a script takes longer than all else that opens a project of it. */
const functionNames = new Map<string, ReadonlySet<string>>();

/** Compiles once what every execution evaluates. */
export async function compiled(file: string, fileName: string): Promise<CompiledScript> {
  const text = await readFile(file, 'utf8');
  const cachedData = new vm.Script(text, { filename: fileName }).createCachedData();
  return { text, cachedData, fileName };
}

/**
 * The functions that Apps Script can call: top-level declarations.
 * Throws a SyntaxError for what Apps Script doesn't parse: modules, `#private` and `static x =`.
 */
export function topLevelFunctions(code: string): ReadonlySet<string> {
  const names = functionNames.get(code) ?? new Set(declared(code));
  functionNames.set(code, names);
  return names;
}

function declared(code: string): string[] {
  const program = parse(code, { ecmaVersion: 2021, sourceType: 'script' });
  return program.body.flatMap((node) => (node.type === 'FunctionDeclaration' && node.id ? node.id.name : []));
}
