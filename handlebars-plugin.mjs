import { createHash } from 'node:crypto';
import path from 'node:path';
import { transformSync } from 'esbuild';
import Handlebars from 'handlebars';
import { createUnplugin } from 'unplugin';

const rendering = path.join(import.meta.dirname, 'templates/rendering.js');

/**
 * `import page from './page.hbs'` gives a function from data to text. Templates are compiled when the project is
 * built, because Apps Script and the guest page's rules allow no `eval`; and to plain expressions, because
 * Handlebars' own runtime and what its compiler emits would take a fifth of the bundle. Handlebars parses; of its
 * language there are names, paths, `this`, partials, if, unless, each and with. A misspelt name throws when the template is
 * used. `*.txt.hbs` is plain text and escapes nothing. Styles are minified; a page's Content-Security-Policy names its
 * own as STYLE_HASH.
 */
export const handlebarsPlugin = createUnplugin(() => ({
  name: 'handlebars-precompile',
  transformInclude: (id) => id.endsWith('.hbs'),
  transform(source, id) {
    const emit = new Emitter(id, !id.endsWith('.txt.hbs'));
    const body = emit.program(Handlebars.parse(withLeanStyle(source)), 'd0', 0);
    const code = [
      `import { each, escaped, isShown, named, raw } from ${JSON.stringify(rendering)};`,
      ...emit.imports(),
      ...emit.constants(),
      `export default (d0) => ${body};`,
    ];
    return { code: code.join('\n'), map: null };
  },
}));

function withLeanStyle(source) {
  const style = /(?<=<style[^>]*>)[\s\S]*?(?=<\/style>)/;
  const [written] = style.exec(source) ?? [];
  if (written === undefined) return source;
  const lean = transformSync(written, { loader: 'css', minify: true }).code.trim();
  const hash = `sha256-${createHash('sha256').update(lean).digest('base64')}`;
  return source.replace(style, () => lean).replace('STYLE_HASH', hash);
}

class Emitter {
  constructor(file, escapes) {
    this.file = file;
    this.escapes = escapes;
    this.styles = new Map();
    this.partials = new Map();
  }

  /** `{{> head}}` is the template `head.hbs` of the same folder, with the same data. */
  partial(name) {
    if (!this.partials.has(name)) this.partials.set(name, `p${this.partials.size}`);
    return this.partials.get(name);
  }

  imports() {
    return [...this.partials].map(
      ([name, local]) => `import ${local} from ${JSON.stringify(`./${name}.hbs`)};`,
    );
  }

  /** Mail programs want every style inline; what is written often is kept once. */
  content(text) {
    return text
      .split(/(style="[^"]{40,}")/)
      .filter((part) => part !== '')
      .map((part) => (part.startsWith('style="') ? this.style(part) : JSON.stringify(part)))
      .join('+');
  }

  style(text) {
    if (!this.styles.has(text)) this.styles.set(text, `s${this.styles.size}`);
    return this.styles.get(text);
  }

  constants() {
    return [...this.styles].map(([text, name]) => `const ${name} = ${JSON.stringify(text)};`);
  }

  program(program, context, depth) {
    const parts = (program?.body ?? []).map((statement) => this.statement(statement, context, depth));
    return parts.filter((part) => part !== '').join('+') || '""';
  }

  statement(statement, context, depth) {
    switch (statement.type) {
      case 'ContentStatement':
        return this.content(statement.value);
      case 'CommentStatement':
        return '';
      case 'MustacheStatement': {
        const value = this.lookup(statement.path, context);
        return `${this.escapes && statement.escaped ? 'escaped' : 'raw'}(${value})`;
      }
      case 'BlockStatement':
        return this.block(statement, context, depth);
      case 'PartialStatement':
        return `${this.partial(statement.name.original)}(${context})`;
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
