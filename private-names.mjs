import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'acorn';

/**
 * Matches the names of private members, which a minifier may shorten: nobody outside of their class says them. Left out are
 * names that also stand anywhere else, as a key, as a text or as somebody else's member.
 * @param folder of the sources, whose types say what is private
 * @param code all that is bundled, as JavaScript
 */
export async function privateNames(folder, code) {
  const sources = await sourcesBelow(folder);
  const namesIn = (pattern) =>
    sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name]) => name));
  const others = new Set([
    ...namesSaid(parse(code, { ecmaVersion: 2022, sourceType: 'module' })),
    // Members that aren't private, and what types and interfaces name.
    ...namesIn(/^ +(?:async |get |override |readonly |static )*(\w+)[?!]?[(<:]/gm),
  ]);
  const names = new Set(namesIn(/\bprivate (?:async |get |override |readonly |static )*(\w+)/g));
  return new RegExp(`^(?:${[...names].filter((name) => !others.has(name)).join('|')})$`);
}

async function sourcesBelow(folder) {
  const names = await readdir(folder, { recursive: true });
  const sources = names.filter((name) => name.endsWith('.ts') && !name.startsWith('dialogs'));
  return Promise.all(sources.map((name) => readFile(path.join(folder, name), 'utf8')));
}

/** Keys, texts, and members of whatever isn't `this`. */
function namesSaid(node) {
  if (Array.isArray(node)) return node.flatMap(namesSaid);
  if (typeof node?.type !== 'string') return [];
  const inner = Object.values(node).flatMap((child) =>
    typeof child === 'object' && child ? namesSaid(child) : [],
  );
  if (node.type === 'Literal') return [String(node.value)];
  if (node.type === 'Property') return [...inner, node.key.name ?? ''];
  if (node.type === 'MemberExpression' && node.object.type !== 'ThisExpression') {
    return [...inner, node.property.name ?? ''];
  }
  return inner;
}
