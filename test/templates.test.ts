import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { UnpluginInstance } from 'unplugin';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BridgeCall } from '../local/apps-script/bridge.ts';
import { removeTemporaryFolders, temporaryFolder } from './support/commands.ts';
import { Desk } from './support/desk.ts';

afterAll(removeTemporaryFolders);

const root = path.resolve(import.meta.dirname, '..');

/** What a file that imports `main` gets, as the services' build makes it. */
async function template(texts: Record<`${string}.${'hbs' | 'ts'}`, string>, main = 'main.hbs') {
  const plugin: { handlebarsPlugin: UnpluginInstance<undefined> } = await import(
    pathToFileURL(path.join(root, 'handlebars-plugin.mjs')).href
  );
  const folder = await temporaryFolder();
  for (const [name, text] of Object.entries(texts)) await writeFile(path.join(folder, name), text);
  const outfile = path.join(folder, 'built.mjs');
  await build({
    entryPoints: [path.join(folder, main)],
    outfile,
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    plugins: [plugin.handlebarsPlugin.esbuild()],
  });
  const { default: render }: { default: (data: object) => string } = await import(
    pathToFileURL(outfile).href
  );
  return render;
}

const rendered = async (text: string, data: object) => (await template({ 'main.hbs': text }))(data);

describe('a template', () => {
  it.each<[string, string, object, string]>([
    ['texts and names', 'Dear {{name}}!', { name: 'Ana' }, 'Dear Ana!'],
    ['a path', '{{a.b.c}}', { a: { b: { c: 'deep' } } }, 'deep'],
    ['a number, also zero', '{{zero}}{{one}}', { zero: 0, one: 1 }, '01'],
    ['nothing for what is known to be nothing', '[{{a}}{{b}}]', { a: null, b: undefined }, '[]'],
    ['no comments', 'a{{! not }}b{{!-- {{nor}} --}}c', {}, 'abc'],
    ['what only looks like a template', '{ {name} } \\{{name}}', { name: 'x' }, '{ {name} } {{name}}'],
    ['no more space than is asked for', 'a  {{~name~}}  b', { name: '-' }, 'a-b'],
    ['if', '{{#if a}}yes{{/if}}', { a: 'x' }, 'yes'],
    ['if not', '{{#if a}}yes{{/if}}', { a: '' }, ''],
    ['else', '{{#if a}}yes{{else}}no{{/if}}', { a: [] }, 'no'],
    ['else if', '{{#if a}}1{{else if b}}2{{else}}3{{/if}}', { a: false, b: true }, '2'],
    ['unless', '{{#unless a}}no{{else}}yes{{/unless}}', { a: null }, 'no'],
    ['unless not', '{{#unless a}}no{{else}}yes{{/unless}}', { a: 1 }, 'yes'],
    ['each', '{{#each a}}<{{this}}>{{/each}}', { a: ['x', 'y'] }, '<x><y>'],
    ['each of none', '{{#each a}}{{x}}{{else}}none{{/each}}', { a: [] }, 'none'],
    ['with', '{{#with a}}{{b}}{{/with}}', { a: { b: 'c' }, b: 'outside' }, 'c'],
    ['with nothing', '{{#with a}}{{b}}{{else}}{{b}}{{/with}}', { a: null, b: 'outside' }, 'outside'],
  ])('knows %s', async (_what, text, data, expected) => {
    expect(await rendered(text, data)).toBe(expected);
  });

  it('nests blocks, each in the data of its own', async () => {
    const text = [
      '{{#each boats}}',
      '{{name}}:{{#with captain}}{{name}}{{else}}nobody{{/with}}',
      '{{#each crew}}{{#if paid}},{{name}}{{else}},({{name}}){{/if}}{{/each}};',
      '{{/each}}',
    ].join('');
    const boats = [
      {
        name: 'JADA',
        captain: { name: 'Sam' },
        crew: [
          { name: 'Lee', paid: true },
          { name: 'Dana', paid: false },
        ],
      },
      { name: 'Queen', captain: null, crew: [] },
    ];
    expect(await rendered(text, { boats })).toBe('JADA:Sam,Lee,(Dana);Queen:nobody;');
  });

  it('leaves no empty lines where blocks and partials stand alone', async () => {
    const render = await template({
      'main.hbs': '<ul>\n{{#each list}}\n  {{#if this}}\n{{> item}}\n  {{/if}}\n{{/each}}\n</ul>\n',
      'item.hbs': '<li>{{this}}</li>\n',
    });
    expect(render({ list: ['a', 'b'] })).toBe('<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n');
  });

  it('escapes values everywhere but in three braces', async () => {
    const value = `<a b="c" d='e'>&\`=`;
    expect(await rendered('{{v}}', { v: value })).toBe(
      '&lt;a b&#x3D;&quot;c&quot; d&#x3D;&#x27;e&#x27;&gt;&amp;&#x60;&#x3D;',
    );
    expect(await rendered('{{{v}}}{{&v}}', { v: value })).toBe(value + value);
    expect(await rendered('{{#each list}}{{this}}{{/each}}', { list: ['<'] })).toBe('&lt;');
  });

  it('escapes nothing in plain text, and by the partial’s own name inside it', async () => {
    const texts = { 'main.txt.hbs': '{{v}}{{> part}}', 'part.hbs': '{{v}}' } as const;
    expect((await template(texts, 'main.txt.hbs'))({ v: '<' })).toBe('<&lt;');
  });

  it.each<[string, string, object]>([
    ['nmae', '{{nmae}}', { name: 'Ana' }],
    ['nmae', '{{a.nmae}}', { a: { name: 'Ana' } }],
    ['nmae', '{{#if nmae}}{{/if}}', { name: 'Ana' }],
    ['nmae', '{{#each list}}{{nmae}}{{/each}}', { nmae: 'outside', list: [{ name: 'Ana' }] }],
    ['b', '{{a.b}}', { a: null }],
    ['constructor', '{{constructor}}', {}],
    ['trim', '{{#each list}}{{trim}}{{/each}}', { list: ['text'] }],
  ])('refuses the unknown name %s in %s', async (name, text, data) => {
    const render = await template({ 'main.hbs': text });
    expect(() => render(data)).toThrow(`The template asks for "${name}", which is not in its data`);
  });

  it('minifies a style and names its hash, and keeps a nonce', async () => {
    const css = '\nb {\n  color: red;\n}\n';
    const html = await rendered(`<style nonce="{{n}}">${css}</style>`, { n: 7 });
    expect(html).toBe('<style nonce="7">b{color:red}</style>');
    const hash = createHash('sha256').update('b{color:red}').digest('base64');
    expect(await rendered(`STYLE_HASH<style>${css}</style>`, {})).toBe(
      `sha256-${hash}<style>b{color:red}</style>`,
    );
  });

  it('holds a script with all that it imports, whatever braces stand there, and a partial may name its hash', async () => {
    const render = await template({
      'main.hbs': '{{> policy}}<script nonce="{{n}}" src="page.ts"></script>',
      'policy.hbs': "script-src 'SCRIPT_HASH' ",
      'page.ts':
        "import { mark } from './mark.ts';\nconst made: string[] = [mark];\ndocument.title = made.join();",
      'mark.ts': "export const mark = '{{n}} </script>';",
    });
    const html = render({ n: 7 });
    const [, hash, nonce, script = ''] =
      /^script-src 'sha256-(.+)' <script nonce="(\d)">([\s\S]*)<\/script>$/.exec(html) ?? [];
    expect(nonce).toBe('7');
    expect(script).toMatch(/"\{\{n\}\} <\\\/script>"/);
    expect(hash).toBe(createHash('sha256').update(script).digest('base64'));
  });
});

describe('the build refuses', () => {
  it.each([
    ['{{../name}}', '../name'],
    ['{{@index}}', '@index'],
    ['{{upper name}}', '{{upper …}}'],
    ['{{name upper=1}}', '{{name …}}'],
    ['{{#upper name}}{{/upper}}', '{{#upper}}'],
    ['{{#if}}{{/if}}', 'an empty expression'],
    ['{{#if (not a)}}{{/if}}', 'an empty expression'],
    ['{{#if "a"}}{{/if}}', 'a'],
    ['{{#each a as |b|}}{{/each}}', 'more than one name in {{#each}}'],
    ['{{#if a b}}{{/if}}', 'more than one name in {{#if}}'],
    ['{{> part a}}', 'a partial with more than its name'],
    ['{{> (lookup a)}}', 'a partial with more than its name'],
    ['{{> main}}', '{{> main}} inside itself'],
    ['{{#> part}}{{/part}}', 'PartialBlockStatement'],
  ])('%s, and says where', async (text, what) => {
    const source = `<style>\nb {\n  color: red;\n}\n</style>\n${text}`;
    await expect(template({ 'main.hbs': source })).rejects.toThrow(
      `main.hbs:6: templates here can't have ${what}`,
    );
  });

  it('the hash of what the page does not have, and a second script', async () => {
    await expect(template({ 'main.hbs': 'SCRIPT_HASH' })).rejects.toThrow(
      'A template names SCRIPT_HASH, and its page has none',
    );
    const script = '<script src="page.ts"></script>';
    await expect(template({ 'main.hbs': script + script, 'page.ts': 'alert(1)' })).rejects.toThrow(
      'A page can have one script only',
    );
  });

  it('what is wrong in a partial, and names that file', async () => {
    await expect(template({ 'main.hbs': '{{> part}}', 'part.hbs': '\n{{@key}}' })).rejects.toThrow(
      "part.hbs:2: templates here can't have @key",
    );
  });
});

describe('the add-on', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await Desk.open();
  });
  afterAll(() => desk.close());

  const reads: BridgeCall[] = [];
  const counted = {
    onBridgeCall: (call: BridgeCall) => {
      if (call.service === 'HtmlService' && call.arguments[0] === 'templates') reads.push(call);
      return 'continue' as const;
    },
  };

  it('holds no template in the code that every edit loads', () => {
    const words = ['Welcome aboard', 'What changed', 'WHAT CHANGED', 'This charter was cancelled'];
    const built = (file: string) => readFileSync(path.join(root, 'dist', file), 'utf8');
    expect(words.filter((word) => built('Code.js').includes(word))).toEqual([]);
    expect(words.filter((word) => !built('templates.html').includes(word))).toEqual([]);
    // Apps Script is to find neither tags nor scriptlets in it.
    expect(built('templates.html')).not.toContain('<');
  });

  it('reads them once for a whole batch', async () => {
    desk.add({ 'Booking ID': 'ONE-1', Guest: 'Ana <b>' }, { 'Booking ID': 'TWO-2' });
    const { status } = await desk.publish(['ONE-1', 'TWO-2'], counted);
    expect(status).toBe('completed');
    expect(reads.splice(0)).toMatchObject([{ method: 'read', arguments: ['templates'] }]);
    expect((await desk.outside.visit('/g/one-1')).text).toContain('<bdi>Ana</bdi></h1>');
    const [mail] = desk.outside.mailsTo(desk.system.captain);
    expect(mail?.text).toContain('Ana <b>');
  });

  it('reads none of them when there is nothing to render', async () => {
    expect((await desk.run('publishAllReady', counted)).status).toBe('completed');
    expect(reads).toEqual([]);
  });
});
