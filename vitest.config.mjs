import { defineConfig } from 'vitest/config';
import { handlebarsPlugin } from './handlebars-plugin.mjs';
import { ClosingLine } from './test/support/closing-line.mjs';
import { LongestFirst } from './test/support/longest-first.mjs';

export default defineConfig({
  plugins: [handlebarsPlugin.vite()],
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: LongestFirst },
    // Of two cores vitest would use one.
    maxWorkers: '100%',
    // Files of one worker share what they load, which takes as long as many of them; what they change they undo.
    isolate: false,
    // Whole local systems start in these tests, on machines with two cores.
    globalSetup: ['test/support/global-setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
