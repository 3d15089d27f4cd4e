/** A template as compiler.mjs makes it, in plain JSON: texts, and what to put between them. */
export type Program = readonly Step[];

type Step =
  | string
  | readonly [kind: 'escaped' | 'raw', path: Path]
  | readonly [kind: 'if' | 'with' | 'each', path: Path, program: Program, otherwise: Program];

/** Names, from the outside in; none are the data themselves. */
type Path = readonly string[];

export function render(program: Program, data: unknown): string {
  return program.map((step) => (typeof step === 'string' ? step : perform(step, data))).join('');
}

function perform(step: Exclude<Step, string>, data: unknown): string {
  const value = step[1].reduce(named, data);
  switch (step[0]) {
    case 'escaped':
      return escaped(text(value));
    case 'raw':
      return text(value);
    case 'if':
      return render(isShown(value) ? step[2] : step[3], data);
    case 'with':
      return isShown(value) ? render(step[2], value) : render(step[3], data);
    case 'each': {
      const [, , program, otherwise] = step;
      if (!isShown(value)) return render(otherwise, data);
      return (value as unknown[]).map((item) => render(program, item)).join('');
    }
  }
}

/** A misspelt name is an error, not an empty place on a page. */
function named(context: unknown, name: string): unknown {
  if (!Object.getOwnPropertyDescriptor(Object(context), name)) {
    throw new Error(`The template asks for "${name}", which is not in its data`);
  }
  return (context as Record<string, unknown>)[name];
}

/** An empty list is as good as nothing; a zero is something. */
function isShown(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value) || value === 0;
}

function text(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
};

/** As Handlebars escapes, so that a value is safe in an attribute without quotes too. */
function escaped(value: string): string {
  return value.replace(/[&<>"'`=]/g, (character) => ENTITIES[character] ?? '');
}
