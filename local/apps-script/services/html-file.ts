import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ScriptVisibleError } from '../errors.ts';

/** The HTML files of the script project, as they stand beside the bundle. */
export function htmlFileService(directory: string) {
  return {
    async read(name: string): Promise<string> {
      const file = name.endsWith('.html') ? name : `${name}.html`;
      if (/(^|\/)\.\.(\/|$)/.test(file))
        throw new ScriptVisibleError(`No HTML file named ${name} was found.`);
      return readFile(join(directory, file), 'utf8').catch(() => {
        throw new ScriptVisibleError(`No HTML file named ${name} was found.`);
      });
    },
  };
}
