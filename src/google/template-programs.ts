import type { Program } from '../../templates/rendering.ts';
import { htmlData } from './html-data.ts';

let programs: Record<string, Program> | undefined;

/** From `templates.html`, which is read once in an execution: when something is first rendered. */
export function templateProgram(name: string): Program {
  programs ??= htmlData('templates') as Record<string, Program>;
  const program = programs[name];
  if (!program) throw new Error(`templates.html lacks the template “${name}”: push all of dist/ again`);
  return program;
}
