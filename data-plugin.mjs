import path from 'node:path';
import { build as esbuild } from 'esbuild';
import { createUnplugin } from 'unplugin';
import { withoutMarkup } from './handlebars-plugin.mjs';

const from = (file) => path.join(import.meta.dirname, file);
const reading = from('src/google/html-data.ts');

/** Which function of a module gives its data. The add-on finds it under the module's own name, in an HTML file. */
const FUNCTIONS = new Map([
  [from('src/sheet/sheet-designs.ts'), 'designs'],
  [from('src/booking/setting-words.ts'), 'settingWords'],
]);

/**
 * What few executions need is data that stands beside the add-on's code, in HTML files of its own: the tabs' designs,
 * which only Set up reads, and what is said of settings. Everywhere else these are modules like any other.
 */
export const dataPlugin = createUnplugin(() => {
  const found = new Map();
  return {
    name: 'data-apart',
    transformInclude: (id) => FUNCTIONS.has(id),
    async transform(_code, id) {
      const { outputFiles } = await esbuild({
        entryPoints: [id],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'neutral',
      });
      const code = Buffer.from(outputFiles[0].text).toString('base64');
      const module = await import(`data:text/javascript;base64,${code}`);
      const name = path.basename(id, '.ts');
      const given = FUNCTIONS.get(id);
      found.set(name, module[given]());
      return {
        code: `import { htmlData } from ${JSON.stringify(reading)};\nexport const ${given} = () => htmlData('${name}');`,
        map: null,
      };
    },
    buildEnd() {
      for (const [name, data] of found) {
        this.emitFile({ type: 'asset', fileName: `${name}.html`, source: withoutMarkup(data) });
      }
    },
  };
});
