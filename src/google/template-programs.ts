import type { Program } from '../../templates/rendering.ts';

let programs: Record<string, Program> | undefined;

/**
 * They stand beside the code, in `templates.html`: only a publish needs them, and Apps Script loads all code at
 * every edit of the sheet. Read once in an execution, when something is first rendered.
 */
export function templateProgram(name: string): Program {
  programs ??= JSON.parse(HtmlService.createTemplateFromFile('templates').getRawContent()) as typeof programs;
  const program = programs?.[name];
  if (!program) throw new Error(`templates.html lacks the template “${name}”: push all of dist/ again`);
  return program;
}
