import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build as esbuild } from 'esbuild';

const STYLESHEET = /<link rel="stylesheet" href="([^"]+)">/g;
const SCRIPT = /<script src="([^"]+)"><\/script>/g;

/** HtmlService gives a dialog no neighbours: each becomes one file, with its styles and its script inside. */
export async function buildDialogs(directory, into) {
  await mkdir(into, { recursive: true });
  const names = (await readdir(directory)).filter((name) => name.endsWith('.html'));
  await Promise.all(
    names.map(async (name) => {
      const page = await readFile(path.join(directory, name), 'utf8');
      const styled = await replaced(page, STYLESHEET, async (file) =>
        inside('style', await bundled(path.join(directory, file))),
      );
      const whole = await replaced(styled, SCRIPT, async (file) =>
        inside('script', await bundled(path.join(directory, file))),
      );
      // Never over another file of what is pushed.
      await writeFile(path.join(into, name), whole, { flag: 'wx' });
    }),
  );
}

async function replaced(text, pattern, replacement) {
  const found = [...text.matchAll(pattern)];
  const replacements = await Promise.all(found.map(([, file]) => replacement(file)));
  return text.replace(pattern, () => replacements.shift());
}

async function bundled(file) {
  const { outputFiles } = await esbuild({
    entryPoints: [file],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2020',
    logLevel: 'warning',
  });
  return outputFiles[0].text.trim();
}

/** What is inside must not end the element that holds it. */
function inside(element, text) {
  return `<${element}>${text.replaceAll(`</${element}`, `<\\/${element}`)}</${element}>`;
}
