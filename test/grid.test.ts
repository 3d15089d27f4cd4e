import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseA1 } from '../local/apps-script/index.ts';
import { launchChromium } from '../local/chromium.ts';
import { accessibilityViolations } from './support/accessibility.ts';
import { wholeState } from './support/whole-state.ts';
import { columnOf, ServedWorkbench, Visitor } from './support/workbench-visitor.ts';

let browser: Browser;
let workbench: ServedWorkbench;
let captain: Visitor;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  [browser, workbench] = await Promise.all([launchChromium(), ServedWorkbench.open()]);
  captain = await Visitor.to(workbench, browser);
  page = captain.page;
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
});
afterAll(async () => {
  await captain?.close();
  await browser?.close();
  await workbench?.close();
});

const sheet = (name: string) => {
  const found = workbench.system.workbook.sheetNamed(name);
  if (!found) throw new Error(`No tab ${name}.`);
  return found;
};
const held = (tab: string, a1: string) => {
  const { row = 0, column = 0 } = parseA1(a1, sheet(tab).data)?.rectangle ?? {};
  return sheet(tab).cell(row, column);
};
const until = (check: () => unknown) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
const holds = (tab: string, a1: string, expected: object) =>
  until(() => expect(held(tab, a1) ?? { value: '' }).toMatchObject(expected));
const press = async (...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
const at = () => page.getByRole('textbox', { name: 'Place' }).inputValue();
/** What the formula bar says of the active cell. */
const content = () => page.getByRole('combobox', { name: 'Content' }).inputValue();
const isAt = (place: string) => until(async () => expect(await at()).toBe(place));
/** The active cell in the page: its input lies over it, seen or not. */
const box = async (): Promise<{ left: number; top: number; width: number; height: number }> =>
  page.evaluate(`(() => {
    const input = document.querySelector('.grid-input');
    const grid = input.parentElement.getBoundingClientRect();
    const { left, top, minWidth, minHeight } = input.style;
    return {
      left: grid.left + parseFloat(left),
      top: grid.top + parseFloat(top),
      width: parseFloat(minWidth),
      height: parseFloat(minHeight),
    };
  })()`);
const middle = async () => {
  const { left, top, width, height } = await box();
  return { x: left + width / 2, y: top + height / 2 };
};

/** One test's open question is no other's. */
afterEach(async () => {
  for (let left = await page.locator('dialog[open]').count(); left > 0; left -= 1) await press('Escape');
});

describe('a cell', () => {
  beforeEach(() => captain.tab('Crew'));

  it('keeps its lines when it is edited in the bar, where Alt+Enter begins another', async () => {
    sheet('Crew').type(4, 2, 'Wear white.\nBring a hat.');
    workbench.system.workbook.touch();
    await captain.goTo('B4');
    const bar = page.getByRole('textbox', { name: 'Content' });
    expect(await bar.inputValue()).toBe('Wear white.\nBring a hat.');
    await bar.click();
    await press('Control+End');
    await page.keyboard.type(' Or two.');
    await press('Enter');
    await holds('Crew', 'B4', { value: 'Wear white.\nBring a hat. Or two.' });

    await captain.goTo('B5');
    await page.getByRole('combobox', { name: 'Content' }).fill('One');
    await press('Alt+Enter');
    await page.keyboard.type('Two');
    await press('Enter');
    await holds('Crew', 'B5', { value: 'One\nTwo' });
    await press('Control+z');
    await captain.goTo('B4');
  });

  it.each([
    ['5/30/2027', { value: 46537, numberFormat: 'm/d/yyyy' }],
    ['18%', { value: 0.18, numberFormat: '0%' }],
    ['=A1', { value: '', formula: '=A1' }],
    ["'007", { value: '007' }],
  ])('takes %s as it was typed', async (text, expected) => {
    await captain.goTo('J20');
    await page.keyboard.type(text);
    await press('Enter');
    await holds('Crew', 'J20', expected);
    await captain.goTo('J20');
    await press('Delete');
    await holds('Crew', 'J20', { value: '' });
    sheet('Crew').update({ row: 20, column: 10, rows: 1, columns: 1 }, () => ({ value: '' }));
  });

  it('is edited by F2 from what one would type, and left alone by Escape', async () => {
    await captain.goTo('F2');
    await press('F2', 'End', '5', 'Enter');
    await holds('Crew', 'F2', { value: 505 });
    await isAt('F3');
    await press('ArrowUp', 'F2', '9', 'Escape');
    await press('x', 'Backspace', 'Escape');
    await captain.content('F2');
    await holds('Crew', 'F2', { value: 505 });
    await press('Control+z');
    await holds('Crew', 'F2', { value: 50 });
  });

  it('is edited by a double click, and done when one clicks elsewhere', async () => {
    await captain.goTo('B3');
    const there = await middle();
    await captain.goTo('A1');
    await page.mouse.dblclick(there.x, there.y);
    await page.keyboard.type(' jr.');
    await captain.goTo('C12');
    await holds('Crew', 'B3', { value: 'Dana Whitlock jr.' });
  });

  it('takes a line break within it', async () => {
    await captain.goTo('H4');
    await page.keyboard.type('one');
    await press('Alt+Enter');
    await page.keyboard.type('two');
    await press('Tab');
    await holds('Crew', 'H4', { value: 'one\ntwo' });
    await isAt('I4');
  });

  it('with a box is ticked by a click and by the space bar', async () => {
    await captain.goTo('G2');
    const { x, y } = await middle();
    await page.mouse.click(x, y);
    await holds('Crew', 'G2', { value: false });
    await press(' ');
    await holds('Crew', 'G2', { value: true });
  });

  it('offers what may be chosen, by keys and by pointer', async () => {
    await captain.tab('Bookings');
    const status = columnOf(workbench, 'Bookings', 'Status');
    await captain.goTo(`${status}5`);
    await press('Alt+ArrowDown', 'ArrowDown', 'Enter');
    await holds('Bookings', `${status}5`, { value: 'Draft' });
    await captain.goTo(`${status}5`);
    await page.locator('.grid-arrow').click();
    await page.getByRole('option', { name: 'Ready' }).click();
    await holds('Bookings', `${status}5`, { value: 'Ready' });
    await captain.goTo(`${status}5`);
    await page.keyboard.type('comp');
    await press('ArrowDown', 'Tab');
    await holds('Bookings', `${status}5`, { value: 'Completed' });
    await captain.goTo(`${status}5`);
    await press('Delete');
    await holds('Bookings', `${status}5`, { value: '' });
  });

  it('shows what it holds again when the workbook refuses a text', async () => {
    await captain.tab('Bookings');
    const place = `${columnOf(workbench, 'Bookings', 'Status')}6`;
    await captain.goTo(place);
    await page.keyboard.type('Maybe');
    await press('Enter');
    await page.getByRole('button', { name: 'OK', exact: true }).click();
    expect(await captain.content(place)).toBe('');
  });
});

describe('moving', () => {
  beforeEach(() => captain.tab('Crew'));

  it('goes by arrows, by pages, to the edges of what is filled, and back below where Tab began', async () => {
    await captain.goTo('B2');
    await press('ArrowDown', 'ArrowRight');
    await isAt('C3');
    await press('Control+ArrowDown');
    await isAt('C7');
    await press('Control+Home');
    await isAt('A1');
    await press('PageDown', 'PageUp', 'ArrowDown', 'Home', 'End');
    await isAt('G2');
    await captain.goTo('B9');
    await press('Tab', 'Tab', 'Enter');
    await until(async () =>
      expect(await page.locator('.grid-input').getAttribute('data-mode')).toBe('editing'),
    );
    await press('Enter');
    await isAt('B10');
  });

  it('stretches the selection with Shift, and goes round within it', async () => {
    await captain.goTo('B2');
    await press('Shift+ArrowDown', 'Shift+ArrowRight');
    await isAt('B2:C3');
    await press('Tab', 'Tab');
    expect(await page.locator('.grid-input').getAttribute('aria-label')).toBe('Name B3');
    await press('Control+a');
    await isAt(`A1:Z${sheet('Crew').data.rows}`);
  });

  it('leads out of the grid by Escape and Tab', async () => {
    await captain.goTo('B2');
    await press('Escape', 'Tab');
    expect(await page.evaluate('document.activeElement.className')).not.toContain('grid-input');
  });
});

describe('the clipboard', () => {
  beforeEach(() => captain.tab('Crew'));
  const copied = () => page.evaluate('navigator.clipboard.readText()');
  const put = (text: string) => page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);

  it('takes what the cells show', async () => {
    await captain.goTo('E2:G3');
    await press('Control+c');
    expect(await copied()).toBe('619-555-0110\t$50.00\tTRUE\n619-555-0111\t$55.00\tTRUE');
  });

  it('gives a block in one edit, with quotes and line breaks, which one undo takes back', async () => {
    await put('pat\t"Pat\nMarsh"\r\nlou\tLou\r\n');
    await captain.goTo('A15');
    await press('Control+v');
    await holds('Crew', 'B15', { value: 'Pat\nMarsh' });
    await holds('Crew', 'A16', { value: 'lou' });
    await isAt('A15:B16');
    await press('Control+z');
    await holds('Crew', 'B15', { value: '' });
    await holds('Crew', 'A16', { value: '' });
  });

  it('fills a selection with one value, and Delete empties it', async () => {
    await put('x');
    await captain.goTo('H15:I17');
    await press('Control+v');
    await holds('Crew', 'I17', { value: 'x' });
    await press('Delete');
    await holds('Crew', 'H15', { value: '' });
    await holds('Crew', 'I17', { value: '' });
  });

  it('moves what was cut', async () => {
    await captain.goTo('H4');
    await press('Control+x');
    await holds('Crew', 'H4', { value: '' });
    await captain.goTo('H6');
    await press('Control+v');
    await holds('Crew', 'H6', { value: 'one\ntwo' });
  });
});

describe('what others change', () => {
  it('disturbs no cell that is being edited, and is shown beside it', async () => {
    await captain.tab('Locations');
    await captain.goTo('A8');
    await page.keyboard.type('Half a na');
    sheet('Locations').type(8, 1, 'Somebody else');
    sheet('Locations').type(8, 2, '7%');
    workbench.system.workbook.touch();
    await until(async () => expect(await content()).toBe('Somebody else'));
    expect(await page.locator('.grid-input').inputValue()).toBe('Half a na');
    await page.keyboard.type('me');
    await press('Tab');
    await holds('Locations', 'A8', { value: 'Half a name' });
    await until(async () => expect(await content()).toBe('7%'));
  });

  it('takes a tab away that one looks at, and brings it back', async () => {
    const { workbook } = workbench.system;
    const hide = (hidden: boolean) => {
      workbook.setHidden(sheet('Log'), hidden);
      workbook.touch();
    };
    const shown = () => page.getByRole('group', { name: 'Tabs' }).getByRole('button').allInnerTexts();
    await captain.tab('Log');
    hide(true);
    await until(async () => expect(await shown()).not.toContain('Log'));
    expect(await captain.content('A1')).toBe('Booking ID');
    hide(false);
    await until(async () => expect(await shown()).toContain('Log'));
    await captain.tab('Log');
    expect(await captain.content('A1')).toBe('When');
  });

  it('leaves the selection and the view where they are when rows come', async () => {
    await captain.tab('Crew');
    await captain.goTo('B600');
    const before = await box();
    sheet('Crew').type(599, 2, 'moves down');
    sheet('Crew').insertRows(2, 1);
    workbench.system.workbook.touch();
    await until(async () => expect(await content()).toBe('moves down'));
    await isAt('B600');
    expect(await box()).toEqual(before);
    sheet('Crew').deleteRows(2, 1);
  });
});

describe('the grid', () => {
  it('changes nothing by itself: no key and no drag of a spreadsheet’s own', async () => {
    await captain.tab('Crew');
    await captain.goTo('B2:B3');
    const before = wholeState(workbench.system);
    await press('Control+b', 'Control+i', 'Control+d', 'Control+r', 'Control+;', 'F4', 'Control+Shift+7');
    await captain.goTo('B2');
    const { left, top, width, height } = await box();
    // The selection's corner and its edge, and the lines between the columns' heads.
    for (const [fromX, fromY] of [
      [left + width, top + height],
      [left + width / 2, top + height],
      [left + width, top - 30],
    ] as const) {
      await page.mouse.move(fromX, fromY);
      await page.mouse.down();
      await page.mouse.move(fromX + 40, fromY + 60, { steps: 4 });
      await page.mouse.up();
    }
    expect(wholeState(workbench.system)).toEqual(before);
  });

  it('is usable by whoever can’t see it', async () => {
    await captain.goTo('B2');
    expect(await accessibilityViolations(page)).toEqual([]);
    await press('F2');
    expect(await accessibilityViolations(page)).toEqual([]);
    await press('Escape');
    await captain.tab('Bookings');
    await captain.goTo(`${columnOf(workbench, 'Bookings', 'Status')}5`);
    await press('Alt+ArrowDown');
    expect(await accessibilityViolations(page)).toEqual([]);
    await press('Escape');
  });

  it('asks for nothing that the page’s security policy forbids', () => {
    expect(complaints).toEqual([]);
  });
});
