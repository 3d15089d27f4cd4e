import path from 'node:path';
import Handlebars from 'handlebars';
import { createUnplugin } from 'unplugin';

const rendering = path.join(import.meta.dirname, 'templates/rendering.js');

/**
 * `import page from './page.hbs'` gives a function from data to text. Templates are compiled when the project is
 * built, because Apps Script and the guest page's rules allow no `eval`; and to plain expressions, because
 * Handlebars' own runtime and what its compiler emits would take a fifth of the bundle. Handlebars parses; of its
 * language there are names, paths, `this`, if, unless, each and with. A misspelt name throws when the template is
 * used. `*.txt.hbs` is plain text and escapes nothing.
 */
export const handlebarsPlugin = createUnplugin(() => ({
  name: 'handlebars-precompile',
  transformInclude: (id) => id.endsWith('.hbs'),
  transform(source, id) {
    const emit = new Emitter(id, !id.endsWith('.txt.hbs'));
    const body = emit.program(Handlebars.parse(source), 'd0', 0);
    return {
      code: `import { each, escaped, isShown, named, raw } from ${JSON.stringify(rendering)};\nexport default (d0) => ${body};\n`,
      map: null,
    };
  },
}));

class Emitter {
  constructor(file, escapes) {
    this.file = file;
    this.escapes = escapes;
  }

  program(program, context, depth) {
    const parts = (program?.body ?? []).map((statement) => this.statement(statement, context, depth));
    return parts.filter((part) => part !== '').join('+') || '""';
  }

  statement(statement, context, depth) {
    switch (statement.type) {
      case 'ContentStatement':
        return statement.value === '' ? '' : JSON.stringify(statement.value);
      case 'CommentStatement':
        return '';
      case 'MustacheStatement': {
        const value = this.lookup(statement.path, context);
        return `${this.escapes && statement.escaped ? 'escaped' : 'raw'}(${value})`;
      }
      case 'BlockStatement':
        return this.block(statement, context, depth);
      default:
        return this.refuse(statement, statement.type);
    }
  }

  block(statement, context, depth) {
    const value = this.lookup(statement.params[0], context);
    const inside = `d${depth + 1}`;
    const otherwise = this.program(statement.inverse, context, depth);
    switch (statement.path.original) {
      case 'if':
        return `(isShown(${value})?${this.program(statement.program, context, depth)}:${otherwise})`;
      case 'unless':
        return `(isShown(${value})?${otherwise}:${this.program(statement.program, context, depth)})`;
      case 'each':
        return `each(${value},(${inside})=>${this.program(statement.program, inside, depth + 1)})`;
      case 'with':
        return `((${inside})=>isShown(${inside})?${this.program(statement.program, inside, depth + 1)}:${otherwise})(${value})`;
      default:
        return this.refuse(statement, `{{#${statement.path.original}}}`);
    }
  }

  lookup(expression, context) {
    if (expression?.type !== 'PathExpression' || expression.data || expression.depth > 0) {
      return this.refuse(expression, expression?.original ?? 'an empty expression');
    }
    return expression.parts.reduce((value, name) => `named(${value},${JSON.stringify(name)})`, context);
  }

  refuse(node, what) {
    throw new Error(`${this.file}:${node?.loc?.start.line ?? '?'}: templates here can't have ${what}`);
  }
}
