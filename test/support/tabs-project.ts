import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import {
  AppsScriptProject,
  type Execution,
  type ProjectOptions,
  type RunOptions,
  type SheetData,
  Workbook,
} from '../../local/apps-script/index.ts';
import { Clock } from '../../local/clock.ts';

export const CAPTAIN = 'captain@queenofsandiego.com';
export const TIME_ZONE = 'America/Los_Angeles';

/** A spreadsheet whose script is test/support/tabs-script.js: src/sheet and src/google, run as Apps Script would. */
export interface TabsProject {
  project: AppsScriptProject;
  workbook: Workbook;
  /** Calls a function of the script; throws what the script threw. */
  run<Answer>(name: string, arguments_?: unknown[], options?: Partial<RunOptions>): Promise<Answer>;
  /** The same, with the whole execution, failed or not. */
  execute(name: string, arguments_?: unknown[], options?: Partial<RunOptions>): Promise<Execution>;
  /** What a tab shows: texts, as formatted. */
  shown(tab: string): string[][];
  /** Types texts below the header, each row by its headers. */
  fill(tab: string, rows: Record<string, string>[]): void;
  close(): Promise<void>;
}

/** Bundles the script and the runtime's two halves; one directory serves all projects of a test file. */
export async function buildTabs(): Promise<{
  /** A spreadsheet as Sheets makes it. */
  open(id?: string, around?: Partial<ProjectOptions>): Promise<TabsProject>;
  /** One in which Set up ran. */
  openSetUp(): Promise<TabsProject>;
  remove(): Promise<void>;
}> {
  const directory = await mkdtemp(path.join(tmpdir(), 'charter-desk-tabs-'));
  const file = (name: string) => path.join(directory, name);
  const names = await exportedNames();
  await build({
    entryPoints: ['test/support/tabs-script.js'],
    bundle: true,
    format: 'iife',
    globalName: 'Tabs',
    target: 'es2019',
    footer: {
      js: names
        .map((name) => `function ${name}() { return Tabs.${name}.apply(null, arguments); }`)
        .join('\n'),
    },
    outfile: file('Code.js'),
  });
  await build({
    entryPoints: ['local/apps-script/worker.ts'],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile: file('worker.mjs'),
  });
  await build({
    entryPoints: ['local/apps-script/stand-ins/index.ts'],
    bundle: true,
    platform: 'neutral',
    mainFields: ['module', 'main'],
    format: 'iife',
    outfile: file('stand-ins.js'),
  });
  let setUp: Promise<SheetData[]> | undefined;
  return {
    open: (id = 'charters', around = {}) => open(id, file, around),
    async openSetUp() {
      setUp ??= open('charters', file, {}).then(async (first) => {
        await first.run('setUp');
        await first.close();
        return first.workbook.data.sheets;
      });
      const tabs = await open('charters', file, {});
      tabs.workbook.data.sheets = structuredClone(await setUp);
      return tabs;
    },
    remove: () => rm(directory, { recursive: true }),
  };
}

async function exportedNames(): Promise<string[]> {
  const source = await readFile('test/support/tabs-script.js', 'utf8');
  return [...source.matchAll(/^export const (\w+)/gm)].map((match) => match[1] ?? '');
}

async function open(
  id: string,
  file: (name: string) => string,
  around: Partial<ProjectOptions>,
): Promise<TabsProject> {
  const clock = new Clock();
  clock.set(Date.parse('2027-05-01T12:00:00-07:00'));
  const workbook = Workbook.create({ id, name: 'Charters', timeZone: TIME_ZONE }, () => clock.now());
  const project = await AppsScriptProject.open({
    codeFile: file('Code.js'),
    standInsFile: file('stand-ins.js'),
    workerFile: file('worker.mjs'),
    manifest: { timeZone: TIME_ZONE },
    htmlDirectory: path.dirname(file('Code.js')),
    workbook,
    clock,
    exchange: async () => {
      throw new Error('The tabs make no requests');
    },
    identityToken: async () => null,
    sleep: async () => {},
    ...around,
  });
  const execute: TabsProject['execute'] = (name, given = [], options = {}) =>
    project.run(name, { user: CAPTAIN, context: 'menu', arguments: given, ...options });
  const sheetNamed = (tab: string) => {
    const sheet = workbook.sheetNamed(tab);
    if (!sheet) throw new Error(`No tab ${tab}`);
    return sheet;
  };
  const shown = (tab: string) => {
    const sheet = sheetNamed(tab);
    const { rows, columns } = sheet.contentExtent();
    return rows === 0 ? [] : sheet.displayValues({ row: 1, column: 1, rows, columns });
  };
  return {
    project,
    workbook,
    execute,
    async run<Answer>(name: string, given?: unknown[], options?: Partial<RunOptions>) {
      const execution = await execute(name, given, options);
      if (execution.error) throw Object.assign(new Error(execution.error.message), execution.error);
      return execution.result as Answer;
    },
    shown,
    fill(tab, rows) {
      const sheet = sheetNamed(tab);
      const headers = shown(tab)[0] ?? [];
      const first = sheet.contentExtent().rows + 1;
      rows.forEach((row, index) => {
        for (const [header, text] of Object.entries(row)) {
          const column = headers.indexOf(header) + 1;
          if (column === 0) throw new Error(`${tab} has no ${header}`);
          sheet.type(first + index, column, text);
        }
      });
    },
    close: () => project.close(),
  };
}
