import path from 'node:path';
import Handlebars from 'handlebars';
import { PageAssets } from './page-assets.mjs';

/**
 * Compiles a template to a program for rendering.ts. Handlebars parses; of its language there are names, paths,
 * `this`, partials, if, unless, each and with, and anything else is refused. `{{> head}}` is the template `head.hbs` of
 * the same folder, with the same data; `read` gives its text. `*.txt.hbs` is plain text and escapes nothing. What a page
 * carries of styles and scripts, `page-assets.mjs` puts into it.
 */
export function compileTemplate(file, source, read) {
  const assets = new PageAssets();
  const program = compiled(file, source, read, [], assets);
  return { program: assets.placedIn(program), files: assets.files };
}

function compiled(file, source, read, within, assets) {
  return new Compiler(file, read, [...within, file], assets).program(
    Handlebars.parse(assets.takenFrom(file, source)),
  );
}

class Compiler {
  constructor(file, read, within, assets) {
    this.file = file;
    this.read = read;
    this.within = within;
    this.assets = assets;
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
    return compiled(file, this.read(file), this.read, this.within, this.assets);
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
