import { createHash } from 'node:crypto';
import path from 'node:path';
import { transformSync } from 'esbuild';
import Handlebars from 'handlebars';

/**
 * Compiles a template to a program for rendering.ts. Handlebars parses; of its language there are names, paths,
 * `this`, partials, if, unless, each and with, and anything else is refused. `{{> head}}` is the template `head.hbs` of
 * the same folder, with the same data; `read` gives its text. `*.txt.hbs` is plain text and escapes nothing. Styles are
 * minified; a page's Content-Security-Policy names its own as STYLE_HASH.
 */
export function compileTemplate(file, source, read, within = []) {
  return new Compiler(file, read, [...within, file]).program(Handlebars.parse(withLeanStyle(source)));
}

function withLeanStyle(source) {
  const [whole, start, written, end] = /(<style[^>]*>)([\s\S]*?)(<\/style>)/.exec(source) ?? [];
  if (whole === undefined) return source;
  const lean = transformSync(written, { loader: 'css', minify: true }).code.trim();
  const hash = `sha256-${createHash('sha256').update(lean).digest('base64')}`;
  // A comment as high as the style was, so that what follows keeps its line number.
  const height = `{{!${written.replace(/[^\n]+/g, '')}}}`;
  return source.replace(whole, () => start + lean + end + height).replace('STYLE_HASH', hash);
}

class Compiler {
  constructor(file, read, within) {
    this.file = file;
    this.read = read;
    this.within = within;
    this.escapes = !file.endsWith('.txt.hbs');
  }

  program(program) {
    return (program?.body ?? []).flatMap((statement) => this.steps(statement));
  }

  steps(statement) {
    switch (statement.type) {
      case 'ContentStatement':
        return statement.value === '' ? [] : [statement.value];
      case 'CommentStatement':
        return [];
      case 'MustacheStatement': {
        const { path, params, hash, escaped } = statement;
        if (params.length > 0 || hash) this.refuse(statement, `{{${path.original} …}}`);
        return [[this.escapes && escaped ? 'escaped' : 'raw', this.names(path, statement)]];
      }
      case 'BlockStatement':
        return [this.block(statement)];
      case 'PartialStatement':
        return this.partial(statement);
      default:
        return this.refuse(statement, statement.type);
    }
  }

  block(statement) {
    const { path, params, hash, program, inverse } = statement;
    const [subject, ...others] = params;
    const kind = path.original;
    if (others.length > 0 || hash || program.blockParams || inverse?.blockParams) {
      this.refuse(statement, `more than one name in {{#${kind}}}`);
    }
    const names = this.names(subject, statement);
    const [then, otherwise] = [this.program(program), this.program(inverse)];
    switch (kind) {
      case 'if':
      case 'with':
      case 'each':
        return [kind, names, then, otherwise];
      case 'unless':
        return ['if', names, otherwise, then];
      default:
        return this.refuse(statement, `{{#${kind}}}`);
    }
  }

  partial(statement) {
    const { name, params, hash } = statement;
    if (name.type !== 'PathExpression' || params.length > 0 || hash) {
      this.refuse(statement, 'a partial with more than its name');
    }
    const file = path.join(path.dirname(this.file), `${name.original}.hbs`);
    if (this.within.includes(file)) this.refuse(statement, `{{> ${name.original}}} inside itself`);
    return compileTemplate(file, this.read(file), this.read, this.within);
  }

  names(expression, statement) {
    if (expression?.type !== 'PathExpression' || expression.data || expression.depth > 0) {
      this.refuse(statement, expression?.original ?? 'an empty expression');
    }
    return expression.parts;
  }

  refuse(statement, what) {
    throw new Error(`${this.file}:${statement.loc.start.line}: templates here can't have ${what}`);
  }
}
