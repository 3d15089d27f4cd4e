import path from 'node:path';
import type { Browser, BrowserContext, FrameLocator, Page } from 'playwright-core';
import { columnLetters } from '../../local/apps-script/workbook/a1-notation.ts';
import { Messages } from '../../local/messages.ts';
import { projectRoot } from '../../local/project-root.ts';
import { LocalSystem } from '../../local/system.ts';
import { readTables } from '../../local/tables/example-tables.ts';
import { workbenchApp } from '../../local/workbench/app.ts';
import { Windows } from '../../local/workbench/live/windows.ts';
import { WorkbenchServer } from '../../local/workbench/server.ts';

/** The whole local system with its workbench, as `npm start` runs it, at noon of 1 May 2027 in San Diego. */
export class ServedWorkbench {
  private constructor(
    readonly system: LocalSystem,
    private readonly server: WorkbenchServer,
  ) {}

  /** With the crew, locations and settings of the examples, and no bookings. */
  static async open(): Promise<ServedWorkbench> {
    const root = projectRoot();
    const messages = new Messages();
    const windows = new Windows(messages);
    const server = await WorkbenchServer.open(0);
    const system = await LocalSystem.start({
      root,
      now: Date.parse('2027-05-01T12:00:00-07:00'),
      ports: { aws: 0, guestSite: 0, crewApi: 0 },
      messages,
      ui: windows,
    });
    const { bookings: _bookings, ...references } = await readTables(root, {});
    system.pasteReferences(references);
    server.serve(workbenchApp({ system, windows, root }));
    return new ServedWorkbench(system, server);
  }

  get url(): string {
    return this.server.url;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.system.stop();
  }
}

export interface WindowOptions {
  width?: number;
  height?: number;
  dark?: boolean;
}

/** Somebody before the workbench, with nothing but what its page shows. */
export class Visitor {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  static async to(
    workbench: ServedWorkbench,
    browser: Browser,
    { width = 1280, height = 800, dark = false }: WindowOptions = {},
  ): Promise<Visitor> {
    const context = await browser.newContext({
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
    });
    const visitor = new Visitor(await context.newPage(), context);
    await visitor.page.goto(workbench.url);
    await visitor.page.getByRole('button', { name: 'Charter' }).waitFor();
    return visitor;
  }

  /** A second window of the same workbook. */
  async another(workbench: ServedWorkbench): Promise<Visitor> {
    const other = new Visitor(await this.context.newPage(), this.context);
    await other.page.goto(workbench.url);
    await other.page.getByRole('button', { name: 'Charter' }).waitFor();
    return other;
  }

  /** For the documentation, when it is asked for: `npm run screenshots`. */
  async picture(name: string): Promise<void> {
    const directory = process.env.SCREENSHOTS;
    if (directory) await this.page.screenshot({ path: path.join(projectRoot(), directory, `${name}.png`) });
  }

  close(): Promise<void> {
    return this.context.close();
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole('group', { name: 'Tabs' }).getByRole('button', { name }).click();
  }

  async goTo(place: string): Promise<void> {
    const box = this.page.getByRole('textbox', { name: 'Place' });
    await box.fill(place);
    await box.press('Enter');
  }

  /** Types into cells from `place` to the right, by the keys that a grid takes. */
  async type(place: string, texts: readonly string[]): Promise<void> {
    await this.goTo(place);
    for (const text of texts) {
      if (text !== '') await this.page.keyboard.type(text);
      await this.page.keyboard.press('Tab');
    }
  }

  /** What the formula bar says of a cell. */
  async content(place: string): Promise<string> {
    await this.goTo(place);
    return this.page.getByRole('combobox', { name: 'Content' }).inputValue();
  }

  async choose(item: string): Promise<void> {
    await this.page.getByRole('button', { name: 'Charter' }).click();
    await this.page.getByRole('menuitem', { name: item, exact: true }).click();
  }

  /** The page of the dialog with this title. */
  dialog(title: string): FrameLocator {
    return this.page.frameLocator(`iframe[title="${title}"]`);
  }
}

/** `R` for the column Status, say, as the tab has it now. */
export function columnOf(workbench: ServedWorkbench, tab: string, header: string): string {
  const sheet = workbench.system.workbook.sheetNamed(tab);
  const [headers = []] = sheet?.values({ row: 1, column: 1, rows: 1, columns: sheet.data.columns }) ?? [];
  const index = headers.indexOf(header);
  if (index < 0) throw new Error(`${tab} has no column ${header}.`);
  return columnLetters(index + 1);
}
