import Handlebars from 'handlebars';
import { createUnplugin } from 'unplugin';

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
    return {
      code: `import Handlebars from 'handlebars/runtime';\nexport default Handlebars.template(${template});\n`,
      map: null,
    };
  },
}));
