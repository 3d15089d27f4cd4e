import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createUnplugin } from 'unplugin';
import { compileTemplate } from './templates/compiler.mjs';

const templates = path.join(import.meta.dirname, 'templates');
const rendering = path.join(templates, 'rendering.ts');

/** Where programs stand in the add-on, and what fetches them from there: the two name the same file. */
const PROGRAMS_FILE = 'templates.html';
const fetching = path.join(import.meta.dirname, 'src/google/template-programs.ts');

/**
 * `import page from './page.hbs'` gives a function from data to text. Templates are compiled when the project is
 * built, because Apps Script and the guest page's rules allow no `eval`; and to programs for a small interpreter,
 * because Handlebars' own runtime and what its compiler emits are many times larger. A module holds its program;
 * with `apart`, all programs go into one HTML file, from which the add-on reads them when it first renders something.
 */
export const handlebarsPlugin = createUnplugin(({ apart = false } = {}) => {
  const programs = new Map();
  return {
    name: 'handlebars-precompile',
    transformInclude: (id) => id.endsWith('.hbs'),
    transform(source, id) {
      const { program, files } = compileTemplate(id, source, (partial) => {
        this.addWatchFile(partial);
        return readFileSync(partial, 'utf8');
      });
      for (const file of files) this.addWatchFile(file);
      const name = path.relative(templates, id).slice(0, -'.hbs'.length);
      programs.set(name, program);
      const code = [
        `import { render } from ${JSON.stringify(rendering)};`,
        apart
          ? `import { templateProgram } from ${JSON.stringify(fetching)};`
          : `const program = ${JSON.stringify(program)};`,
        `const template = (data) => render(${apart ? `templateProgram(${JSON.stringify(name)})` : 'program'}, data);`,
        // An unnamed one would be given its name when it is loaded.
        'export default template;',
      ];
      return { code: code.join('\n'), map: null };
    },
    buildEnd() {
      if (!apart) return;
      const sorted = [...programs].sort(([one], [other]) => (one < other ? -1 : 1));
      const source = withoutMarkup(Object.fromEntries(sorted));
      this.emitFile({ type: 'asset', fileName: PROGRAMS_FILE, source });
    },
  };
});

/** JSON in which Apps Script, whatever it looks for in an HTML file, finds neither tags nor scriptlets. */
export function withoutMarkup(data) {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
