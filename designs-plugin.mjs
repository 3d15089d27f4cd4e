import path from 'node:path';
import { build as esbuild } from 'esbuild';
import { createUnplugin } from 'unplugin';
import { withoutMarkup } from './handlebars-plugin.mjs';

const source = path.join(import.meta.dirname, 'src/sheet/designs.ts');
const reading = path.join(import.meta.dirname, 'src/google/html-data.ts');

/** Where the designs stand in the add-on, without `.html`. */
const NAME = 'sheet-designs';

/**
 * The tabs' designs and the settings' explanations are data that only Set up needs: they go into an HTML file of their
 * own, from which it reads them.
 * Everywhere else, `designs.ts` is a module like any other.
 */
export const designsPlugin = createUnplugin(() => {
  let designs;
  return {
    name: 'sheet-designs-apart',
    transformInclude: (id) => id === source,
    async transform() {
      const { outputFiles } = await esbuild({
        entryPoints: [source],
        bundle: true,
        write: false,
        format: 'esm',
        platform: 'neutral',
      });
      const code = Buffer.from(outputFiles[0].text).toString('base64');
      const module = await import(`data:text/javascript;base64,${code}`);
      designs = module.designs();
      return {
        code: `import { htmlData } from ${JSON.stringify(reading)};\nexport const designs = () => htmlData('${NAME}');`,
        map: null,
      };
    },
    buildEnd() {
      this.emitFile({ type: 'asset', fileName: `${NAME}.html`, source: withoutMarkup(designs) });
    },
  };
});
