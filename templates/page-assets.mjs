import { createHash } from 'node:crypto';
import path from 'node:path';
import { buildSync, transformSync } from 'esbuild';

/** What phones of 2020 understand, iOS 14 among them. */
const OLDEST_BROWSERS = 'es2020';

const STYLE = /(<style[^>]*>)([\s\S]*?)(<\/style>)/g;
const SCRIPT = /(<script[^>]*?) src="([^":]+)"([^>]*>)(?=<\/script>)/g;

/**
 * The styles and scripts of one page, which stand in the page itself: styles are minified, and
 * `<script src="clock.ts"></script>` becomes that module with all that it imports. A Content-Security-Policy names its
 * page's style as STYLE_HASH and its script as SCRIPT_HASH, whichever of the page's templates they stand in.
 */
export class PageAssets {
  /** What the scripts were made from. */
  files = [];
  /** What is put into the program in the end. A script is no template, whatever braces it holds. */
  #places = new Map();

  takenFrom(file, source) {
    return source
      .replace(STYLE, (_, start, written, end) => {
        const lean = transformSync(written, { loader: 'css', minify: true }).code.trim();
        // A comment as high as the style was, so that what follows keeps its line number.
        return `${start}${this.#place('STYLE', lean)}${end}{{!${written.replace(/[^\n]+/g, '')}}}`;
      })
      .replace(SCRIPT, (_, start, module, end) => {
        return `${start}${end}${this.#place('SCRIPT', this.#bundle(path.join(path.dirname(file), module)))}`;
      });
  }

  placedIn(program) {
    if (!Array.isArray(program)) return typeof program === 'string' ? this.#filled(program) : program;
    return program.map((part) => this.placedIn(part));
  }

  #place(kind, content) {
    const place = `${kind}_CONTENT`;
    if (this.#places.has(place)) throw new Error(`A page can have one ${kind.toLowerCase()} only`);
    this.#places.set(place, content);
    this.#places.set(`${kind}_HASH`, `sha256-${createHash('sha256').update(content).digest('base64')}`);
    return place;
  }

  #filled(text) {
    return text.replace(/\b(STYLE|SCRIPT)_(CONTENT|HASH)\b/g, (place) => {
      const content = this.#places.get(place);
      if (content === undefined) throw new Error(`A template names ${place}, and its page has none`);
      return content;
    });
  }

  #bundle(entry) {
    const { outputFiles, metafile } = buildSync({
      entryPoints: [entry],
      bundle: true,
      write: false,
      metafile: true,
      minify: true,
      format: 'iife',
      target: OLDEST_BROWSERS,
      legalComments: 'none',
      charset: 'utf8',
    });
    this.files.push(...Object.keys(metafile.inputs).map((input) => path.resolve(input)));
    return outputFiles[0].text.trim();
  }
}
