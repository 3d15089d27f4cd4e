import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import { parse } from 'acorn';
import type { CompiledScript } from './worker.ts';

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
export function topLevelFunctions(code: string): Set<string> {
  const program = parse(code, { ecmaVersion: 2021, sourceType: 'script' });
  return new Set(
    program.body.flatMap((node) => (node.type === 'FunctionDeclaration' && node.id ? node.id.name : [])),
  );
}
