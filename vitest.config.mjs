import { defineConfig } from 'vitest/config';
import { handlebarsPlugin } from './handlebars-plugin.mjs';
import { ClosingLine } from './test/support/closing-line.mjs';

export default defineConfig({
  plugins: [handlebarsPlugin.vite()],
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new ClosingLine()],
    // Of two cores vitest would use one, and these tests wait for their own workers half of the time.
    maxWorkers: '100%',
    // Files of one worker share what they load, which takes as long as many of them; what they change they undo.
    isolate: false,
    // Whole local systems start in these tests, on machines with two cores.
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
