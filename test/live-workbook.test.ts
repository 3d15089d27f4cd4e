import type { Hono } from 'hono';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Messages } from '../local/messages.ts';
import { projectRoot } from '../local/project-root.ts';
import { LocalSystem } from '../local/system.ts';
import { readTables } from '../local/tables/example-tables.ts';
import { workbenchApp } from '../local/workbench/app.ts';
import type { GridChange } from '../local/workbench/grid/grid-message.ts';
import type { Reply, WindowMessage } from '../local/workbench/live/message.ts';
import { Windows } from '../local/workbench/live/windows.ts';

const HOST = '127.0.0.1:8787';

let system: LocalSystem;
let app: Hono;

beforeAll(async () => {
  const messages = new Messages();
  const windows = new Windows(messages);
  const root = projectRoot();
  system = await LocalSystem.start({
    root,
    now: Date.parse('2027-05-01T12:00:00-07:00'),
    ports: { aws: 0, guestSite: 0, crewApi: 0 },
    messages,
    ui: windows,
  });
  const tables = await readTables(root, {});
  system.pasteReferences(tables);
  system.paste('bookings', tables.bookings);
  // An edit of what is Ready would publish it.
  system.workbook.sheetNamed('Bookings')?.type(2, 17, 'Draft');
  app = workbenchApp({ system, windows, root });
});
afterAll(() => system?.stop());
afterEach(() => nothingRuns());

type Kind = WindowMessage['kind'];
type Told<Of extends Kind> = Extract<WindowMessage, { kind: Of }>;

/** A window of the workbook, as its page has it: told of everything, asking by POST. */
class TestWindow {
  readonly told: WindowMessage[] = [];
  private readonly aborting = new AbortController();

  constructor(readonly id: string) {}

  async open(): Promise<this> {
    const response = await app.request(`/live/events?window=${this.id}`, {
      headers: { host: HOST },
      signal: this.aborting.signal,
    });
    void this.listen(response);
    await until(() => this.of('menus').length > 0);
    return this;
  }

  private async listen(response: Response): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    try {
      for await (const bytes of response.body ?? []) {
        text += decoder.decode(bytes as Uint8Array, { stream: true });
        const events = text.split('\n\n');
        text = events.pop() ?? '';
        for (const event of events) {
          if (event.startsWith('data: ')) this.told.push(JSON.parse(event.slice(6)));
        }
      }
    } catch {
      // It was closed.
    }
  }

  close(): void {
    this.aborting.abort();
  }

  of<Of extends Kind>(kind: Of): Told<Of>[] {
    return this.told.filter((message): message is Told<Of> => message.kind === kind);
  }

  changes(): GridChange[] {
    return this.of('change').map(({ change }) => change);
  }

  async ask(what: string, body: object = {}): Promise<unknown> {
    const response = await this.post(what, body);
    if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
    return response.json();
  }

  async post(what: string, body: object): Promise<Response> {
    return app.request(`/live/${what}`, {
      method: 'POST',
      headers: { host: HOST, 'content-type': 'application/json' },
      body: JSON.stringify({ window: this.id, ...body }),
    });
  }

  async edit(tab: string, range: string, texts: string[][], isMeant = false): Promise<Reply> {
    return (await this.ask('edit', { tab, range, texts, isMeant })) as Reply;
  }
}

/** Whatever other work the machine has. */
function until(condition: () => unknown): Promise<unknown> {
  return vi.waitUntil(condition, { timeout: 30_000, interval: 10 });
}

const nothingRuns = () => until(() => system.project.running().length === 0);

const sheetId = (tab: string) => system.workbook.sheetNamed(tab)?.data.id;
const toldCell = (window: TestWindow, tab: string, row: number, column: number) =>
  window
    .changes()
    .flatMap(({ changed }) => changed)
    .filter(({ id }) => id === sheetId(tab))
    .flatMap(({ cells }) => cells?.[row]?.[column] ?? [])
    .at(-1);

describe('a window of the workbook', () => {
  it('is told the tabs that show, the menu that onOpen made, and the time', async () => {
    const window = await new TestWindow('first').open();
    const [first] = window.of('snapshot');
    expect(first?.snapshot.tabs.map(({ layout }) => layout.name).slice(0, 3)).toEqual([
      'Bookings',
      'Board',
      'Kanban',
    ]);
    expect(first?.snapshot.tabs.map(({ layout }) => layout.name)).not.toContain('Archive');
    expect(window.of('menus').at(-1)?.menus[0]).toMatchObject({
      name: 'Charter',
      entries: expect.arrayContaining([
        { kind: 'item', caption: 'Publish booking', functionName: 'publishSelected' },
      ]),
    });
    expect(window.of('clock')[0]?.now).toBeGreaterThan(Date.parse('2027-05-01T12:00:00-07:00') - 1000);
    window.close();
  });

  it('sees what another one types, and what the scripts made of it', async () => {
    const [mine, other] = await Promise.all([new TestWindow('mine').open(), new TestWindow('other').open()]);
    const gross = 10;
    expect(system.workbook.sheetNamed('Bookings')?.cell(1, gross)?.value).toBe('Gross');
    expect(await mine.edit('Bookings', 'J2', [['$900']])).toEqual({ outcome: 'done' });
    for (const window of [mine, other]) {
      await until(() => toldCell(window, 'Bookings', 2, gross)?.value === 900);
      await until(() => [2, 3, 4].some((row) => toldCell(window, 'Kanban', row, 4)?.value === 900));
    }
    mine.close();
    other.close();
  });

  it('is asked before it edits what is protected with a warning, and is not when it is meant', async () => {
    const window = await new TestWindow('warned').open();
    const reply = await window.edit('Bookings', 'R2', [['Published']]);
    expect(reply).toMatchObject({ outcome: 'warned', message: expect.stringMatching(/\w/) });
    expect(system.workbook.sheetNamed('Bookings')?.cell(2, 18)?.value ?? '').toBe('');
    expect(await window.edit('Bookings', 'R2', [['']], true)).toEqual({ outcome: 'done' });
    window.close();
  });

  it('is told what Sheets refuses, in its words', async () => {
    const window = await new TestWindow('refused').open();
    expect(await window.edit('Bookings', 'Q2', [['Redy']])).toEqual({
      outcome: 'refused',
      message: expect.stringContaining('violates the data validation rules'),
    });
    window.close();
  });

  it('undoes its own edits, and says when there are none', async () => {
    const window = await new TestWindow('undoing').open();
    const guest = () => system.workbook.sheetNamed('Bookings')?.cell(2, 4)?.value;
    const before = guest();
    await window.edit('Bookings', 'D2', [['Ada Byron']]);
    expect(await window.ask('undo')).toEqual({ outcome: 'done' });
    expect(guest()).toBe(before);
    expect(await window.ask('redo')).toEqual({ outcome: 'done' });
    expect(guest()).toBe('Ada Byron');
    expect(await window.ask('undo')).toEqual({ outcome: 'done' });
    expect(await window.ask('undo')).toMatchObject({ outcome: 'refused' });
    window.close();
  });

  it('that is gone can ask for nothing', async () => {
    const response = await new TestWindow('nobody').post('undo', {});
    expect(response.status).toBe(410);
    expect(await response.json()).toEqual({ message: expect.stringContaining('Reload') });
  });
});

describe('a script that a window started', () => {
  it('asks there, waits for the answer, and asks nobody else', async () => {
    const [mine, other] = await Promise.all([
      new TestWindow('asked').open(),
      new TestWindow('unasked').open(),
    ]);
    await mine.ask('run', {
      functionName: 'publishSelected',
      selection: { sheet: 'Kanban', ranges: ['A1'] },
    });
    await until(() => mine.of('question').at(-1)?.question);
    const question = mine.of('question').at(-1)?.question;
    expect(question).toMatchObject({ kind: 'alert', message: expect.stringContaining('Select one or more') });
    expect(system.project.running().map(({ functionName }) => functionName)).toContain('publishSelected');
    await mine.ask('answer', { question: question?.id, button: 'OK', text: '' });
    await nothingRuns();
    expect(mine.of('question').at(-1)?.question).toBeNull();
    expect(other.of('question').filter(({ question }) => question)).toEqual([]);
    mine.close();
    other.close();
  });

  it('shows that it runs, and is stopped', async () => {
    const window = await new TestWindow('stopping').open();
    await window.ask('run', {
      functionName: 'publishSelected',
      selection: { sheet: 'Kanban', ranges: ['A1'] },
    });
    await until(() => window.of('question').at(-1)?.question);
    const [execution] = window.of('running').at(-1)?.executions ?? [];
    expect(execution).toMatchObject({ functionName: 'publishSelected', context: 'menu' });
    await window.ask('stop', { execution: execution?.id });
    await until(() => window.of('running').at(-1)?.executions.length === 0);
    expect(window.of('question').at(-1)?.question).toBeNull();
    await until(() => window.of('toast').some(({ toast }) => toast.message.includes('was stopped')));
    window.close();
  });

  it('shows a dialog whose page reaches the script and nothing else', async () => {
    const window = await new TestWindow('dialog').open();
    await window.ask('run', {
      functionName: 'previewChanges',
      selection: { sheet: 'Bookings', ranges: ['2:2'] },
    });
    await until(() => window.of('dialog').at(-1)?.dialog);
    const dialog = window.of('dialog').at(-1)?.dialog;
    expect(dialog).toMatchObject({ kind: 'modal', title: 'Preview changes', width: 440 });
    const address = `/live/dialogs/${dialog?.id}?window=dialog`;
    const page = await app.request(address, { headers: { host: HOST } });
    expect(page.headers.get('content-security-policy')).toMatch(
      /^sandbox (?!.*allow-same-origin).*default-src 'none'/,
    );
    expect(await page.text()).toMatch(/<head><script>.*"previewSelected"/s);
    const reply = await window.ask('call', {
      functionName: 'previewSelected',
      arguments: [],
      selection: { sheet: 'Bookings', ranges: ['2:2'] },
    });
    expect(reply).toMatchObject({ value: [{ bookingId: 'XHQGMDH' }] });
    expect(await window.ask('call', { functionName: 'nowhere', arguments: [] })).toEqual({
      error: 'Script function not found: nowhere',
    });
    await window.ask('close', { dialog: dialog?.id });
    expect((await app.request(address, { headers: { host: HOST } })).status).toBe(404);
    window.close();
  });
});
