import { readFile } from 'node:fs/promises';

/** What Univer loads for its own editors, menus, formulas and fonts. The workbench's grid has none of them. */
const unused = new RegExp(
  `^(${[
    '@univerjs/(design|docs-ui|drawing|engine-formula|icons|rpc|telemetry)',
    '@wendellhu/redi/react-bindings',
    'franc-min',
    'localforage',
    'opentype\\.js',
    'react(-dom|/jsx-runtime)?',
  ].join('|')})$`,
);

/** Whatever is asked of it: something that can be extended, called and used as a decorator, and does nothing. */
const NOTHING = `
const known = {};
const nothing = (name) => (known[name] ??= function () {});
module.exports = Object.create(new Proxy({ __esModule: true }, {
  get: (target, name) => target[name] ?? (name === 'then' || typeof name === 'symbol' ? undefined : nothing(name)),
}));`;

/** Where lines may break in Chinese, Japanese and Korean: the package for it is 450 KB of code points. */
const IDEOGRAPHS = `
const matching = (pattern) => () => ({ toRegExp: () => pattern });
export const letters = matching(/[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}]/u);
export const punctuations = matching(/[\\u3000-\\u303f\\uff00-\\uff0f\\uff1a-\\uff20]/u);
export const all = matching(/[\\p{sc=Han}\\p{sc=Hiragana}\\p{sc=Katakana}\\p{sc=Hangul}\\u3000-\\u303f\\uff00-\\uff20]/u);`;

/** A class that is decorated by an assignment after it. */
const decorated = /^let (\w+) = class \1\b([\s\S]*?)^\1 = __decorate\(([\s\S]*?), \1\);$/gm;
const madeByCall =
  /^const (\w+) = (createIdentifier|createInterceptorKey|\(0, \w+\)|\w*[cC]reateContext)\(/gm;

/**
 * A quarter of Univer, for a page that only draws with it. A bundler must take its decorators for side effects and
 * keep every class; here they are said to have none.
 */
export const slimUniverPlugin = {
  name: 'slim-univer',
  setup(build) {
    build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'nothing' }));
    build.onResolve({ filter: /^\.\// }, ({ importer, kind }) =>
      // Hyphenation, a language each. Cells have none.
      kind === 'dynamic-import' && importer.includes('@univerjs/engine-render')
        ? { path: 'hyphenation', namespace: 'nothing' }
        : undefined,
    );
    build.onResolve({ filter: /^cjk-regex$/ }, ({ path }) => ({ path, namespace: 'ideographs' }));
    build.onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: NOTHING }));
    build.onLoad({ filter: /./, namespace: 'ideographs' }, () => ({ contents: IDEOGRAPHS }));
    build.onLoad({ filter: /@univerjs\/[\w-]+\/lib\/es\/index\.js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const contents = source
        .replace(
          decorated,
          'let $1 = /* @__PURE__ */ (() => {\nlet $1 = class $1$2$1 = __decorate($3, $1);\nreturn $1;\n})();',
        )
        .replace(madeByCall, 'const $1 = /* @__PURE__ */ $2(');
      return { contents };
    });
  },
};
