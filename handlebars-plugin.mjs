import Handlebars from 'handlebars';
import { createUnplugin } from 'unplugin';

/** What the compiler repeats for old runtimes and for error messages: two thirds of what a template weighs. */
const BALLAST = [
  [/\{"start":\{"line":\d+,"column":\d+\},"end":\{"line":\d+,"column":\d+\}\}/g, '0'],
  [
    /container\.lookupProperty \|\| function\(parent, propertyName\) \{[^}]*\}\s*return undefined\s*\}/g,
    'container.lookupProperty',
  ],
];

/**
 * `import page from './page.hbs'` gives a compiled template function. Templates are compiled when the
 * project is built, because Apps Script and the guest page's rules allow no `eval`. A misspelt variable or
 * helper throws when the template is used. `*.txt.hbs` is plain text and escapes nothing.
 */
export const handlebarsPlugin = createUnplugin(() => ({
  name: 'handlebars-precompile',
  transformInclude: (id) => id.endsWith('.hbs'),
  transform(source, id) {
    const template = Handlebars.precompile(source, {
      srcName: undefined,
      strict: true,
      noEscape: id.endsWith('.txt.hbs'),
      knownHelpersOnly: true,
      preventIndent: true,
    });
    const lean = BALLAST.reduce(
      (code, [pattern, replacement]) => code.replace(pattern, replacement),
      template,
    );
    return {
      code: `import Handlebars from 'handlebars/runtime';\nexport default Handlebars.template(${lean});\n`,
      map: null,
    };
  },
}));
