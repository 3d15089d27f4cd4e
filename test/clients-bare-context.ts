import vm from 'node:vm';
import { build } from 'esbuild';

/**
 * Evaluates TypeScript as Apps Script would: built to ES2019, in a context that has the language's own globals and
 * nothing else, and that compiles no strings. Gives what `source` exports, and the context's global object.
 */
export async function inBareContext<Exports>(
  source: string,
): Promise<{ exports: Exports; globals: Record<string, unknown> }> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'exported',
    target: 'es2019',
    platform: 'neutral',
    mainFields: ['module', 'main'],
  });
  const context = vm.createContext({}, { codeGeneration: { strings: false, wasm: false } });
  vm.runInContext(outputFiles[0]?.text ?? '', context);
  return { exports: context.exported as Exports, globals: context as Record<string, unknown> };
}
