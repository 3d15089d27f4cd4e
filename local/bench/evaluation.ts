import { readFile } from 'node:fs/promises';
import path from 'node:path';
import vm from 'node:vm';
import { bareContext } from './bare-context.ts';
import { atMost, type Figure } from './figure.ts';
import { median } from './median.ts';

/** What Apps Script does before each execution: it compiles and evaluates all that ships. */
export async function evaluationFigures(root: string, repeat: number): Promise<Figure[]> {
  const code = await readFile(path.join(root, 'dist/Code.js'), 'utf8');
  const times = Array.from({ length: repeat }, (_, index) => evaluationMilliseconds(code, index));
  return [{ name: 'dist/Code.js: evaluation', value: median(times), unit: 'ms', limit: atMost(20) }];
}

function evaluationMilliseconds(code: string, index: number): number {
  const context = bareContext();
  // V8 remembers what it has compiled, by its text: only a text of its own is compiled anew.
  const text = `${code}\n// ${index}`;
  const startedAt = performance.now();
  new vm.Script(text).runInContext(context);
  return performance.now() - startedAt;
}
