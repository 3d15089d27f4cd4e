import './grid/grid.css';
import './workbook.css';
import { byId } from '../../../src/dialogs/page.ts';
import type { MenuEntry } from '../../apps-script/user-interface.ts';
import { openBeside } from './beside.ts';
import { ShownClock } from './clock.ts';
import { Connection } from './connection.ts';
import { DialogFrame } from './dialog-frame.ts';
import { Edits } from './edits.ts';
import { FormulaBar } from './formula-bar.ts';
import { MenuBar } from './menu-bar.ts';
import { tell } from './modal.ts';
import { Questions } from './questions.ts';
import { RunningScripts } from './running.ts';
import { Tabs } from './tabs.ts';
import { Toasts } from './toasts.ts';
import { wireToolbar } from './toolbar.ts';

const captions = new Map<string, string>();
const connection = new Connection();
const failed = (error: Error) => void tell('That didn’t work', error.message);
const request = (what: string, body?: object) => connection.ask(what, body);

const running = new RunningScripts(
  byId('running'),
  (functionName) => captions.get(functionName) ?? functionName,
  (execution) => void request('stop', { execution }).catch(failed),
);
const toasts = new Toasts(byId('toasts'));
const clock = new ShownClock(byId('clock'), byId('clock').dataset.timeZone ?? 'UTC');
openBeside(document.querySelectorAll<HTMLAnchorElement>('#surfaces a'));

const { openGrid } = await import('./grid/open-grid.ts');

const edits = new Edits(request, () => grid.revert());
const tabs = new Tabs(byId('tabs'), (tab) => grid.show(tab));
const formulaBar = new FormulaBar({
  moveTo: (place) => grid.moveTo(grid.selection()?.tab ?? '', place),
  edit: (cell, text) => edits.edit(grid.selection()?.tab ?? '', cell, [[text]]),
  leave: () => grid.focus(),
});
const grid = await openGrid(byId('cells'), {
  edit: (tab, range, texts) => edits.edit(tab, range, texts),
  undo: () => edits.undo(),
  redo: () => edits.redo(),
  select: (selection) => {
    tabs.show(grid.tabs(), selection.tab);
    const active = grid.activeCell();
    if (active) formulaBar.show(selection, active);
  },
});
wireToolbar(edits, () => grid.selection());

/** As a script is told where its person is. */
function selected(): { sheet: string; ranges: string[] } | undefined {
  const selection = grid.selection();
  return selection ? { sheet: selection.tab, ranges: selection.ranges } : undefined;
}

const menuBar = new MenuBar(byId('menus'), (functionName) => {
  request('run', { functionName, selection: selected() }).catch(failed);
});
const questions = new Questions((question, answer) => {
  request('answer', { question, ...answer }).catch(failed);
});
const dialogs = new DialogFrame({
  address: (id) => `/live/dialogs/${id}?window=${connection.window}`,
  call: (functionName, given) => connection.call({ functionName, arguments: given, selection: selected() }),
  close: (dialog) => void request('close', { dialog }).catch(failed),
});

function remember(entries: readonly MenuEntry[]): void {
  for (const entry of entries) {
    if (entry.kind === 'item') captions.set(entry.functionName, entry.caption);
    if (entry.kind === 'menu') remember(entry.menu.entries);
  }
}

const isDark = matchMedia('(prefers-color-scheme: dark)');
grid.setDark(isDark.matches);
isDark.onchange = () => grid.setDark(isDark.matches);

connection.listen(
  {
    snapshot: ({ snapshot }) => {
      grid.load(snapshot);
      tabs.show(grid.tabs(), grid.selection()?.tab);
      // For whoever measures: the frame after this one has them.
      requestAnimationFrame(() => performance.mark('cells shown'));
    },
    change: ({ change }) => {
      grid.apply(change);
      tabs.show(grid.tabs(), grid.selection()?.tab);
    },
    menus: ({ menus }) => {
      for (const { entries } of menus) remember(entries);
      menuBar.show(menus);
    },
    running: ({ executions }) => running.show(executions),
    toast: ({ toast }) => toasts.show(toast),
    question: ({ question }) => questions.show(question),
    dialog: ({ dialog }) => dialogs.show(dialog),
    clock: ({ now }) => clock.set(now),
  },
  (isBroken) => {
    byId('broken').hidden = !isBroken;
  },
);
