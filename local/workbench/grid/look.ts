import type { IStyleData } from '@univerjs/core';
import type { Cell, CellFormat, ConditionalFormatRule, TextStyle } from '../../apps-script/index.ts';
import type { Look } from './grid-message.ts';

/** Univer's numbers for the words of Apps Script. Its enumerations would bring all of it into Node. */
const horizontal: Record<string, number> = { left: 1, center: 2, right: 3 };
const vertical: Record<string, number> = { top: 1, middle: 2, bottom: 3 };
const wrapping: Record<string, number> = { OVERFLOW: 1, CLIP: 2, WRAP: 3 };
const borderLines: Record<string, number> = {
  SOLID: 1,
  DOTTED: 3,
  DASHED: 4,
  DOUBLE: 7,
  SOLID_MEDIUM: 8,
  SOLID_THICK: 13,
};

const line = { s: 1 };
const linkLook: Look = { cl: { rgb: '#1155cc' }, ul: line };

/** What decides how a cell looks, whatever it holds. */
type Formatted = Pick<Cell, 'format' | 'numberFormat'>;
type Condition = ConditionalFormatRule['format'];

function lookOf({ format, numberFormat }: Formatted, condition: Condition = {}, isLink: boolean): Look {
  return {
    ...(isLink ? linkLook : {}),
    ...formatLook(format ?? {}),
    ...present({
      n: numberFormat !== undefined && numberFormat !== 'General' ? { pattern: numberFormat } : undefined,
      bg: color(condition.background),
      cl: color(condition.fontColor),
      bl: flag(condition.bold),
      it: flag(condition.italic),
      st: condition.strikethrough ? line : undefined,
    }),
  };
}

function formatLook(format: CellFormat): Look {
  return present({
    bg: color(format.background),
    cl: color(format.fontColor),
    bl: format.fontWeight === 'bold' ? 1 : undefined,
    it: format.fontStyle === 'italic' ? 1 : undefined,
    ul: format.fontLine === 'underline' ? line : undefined,
    st: format.fontLine === 'line-through' ? line : undefined,
    fs: format.fontSize,
    ff: format.fontFamily,
    ht: horizontal[format.horizontalAlignment ?? ''],
    vt: vertical[format.verticalAlignment ?? ''],
    tb: wrapping[format.wrapStrategy ?? ''],
    bd: borders(format.border),
  });
}

function borders(border: CellFormat['border'] = {}): IStyleData['bd'] {
  const edge = (drawn: { color: string; style: string } | undefined) =>
    drawn && { s: borderLines[drawn.style] ?? 1, cl: { rgb: drawn.color } };
  const edges = present({
    t: edge(border.top),
    b: edge(border.bottom),
    l: edge(border.left),
    r: edge(border.right),
  });
  return Object.keys(edges).length > 0 ? (edges as IStyleData['bd']) : undefined;
}

/** A stretch of a cell's text, as far as it differs from the cell. */
export function runLook(style: TextStyle, isLink: boolean): Look {
  return {
    ...(isLink ? linkLook : {}),
    ...present({
      bl: flag(style.bold),
      it: flag(style.italic),
      ul: style.underline === undefined ? undefined : { s: style.underline ? 1 : 0 },
      st: style.strikethrough === undefined ? undefined : { s: style.strikethrough ? 1 : 0 },
      cl: color(style.foregroundColor),
      fs: style.fontSize,
      ff: style.fontFamily,
    }),
  };
}

function color(css: string | undefined): { rgb: string } | undefined {
  return css === undefined ? undefined : { rgb: css };
}

function flag(on: boolean | undefined): 0 | 1 | undefined {
  return on === undefined ? undefined : on ? 1 : 0;
}

function present(look: Record<string, unknown>): Look {
  return Object.fromEntries(Object.entries(look).filter(([, value]) => value !== undefined));
}

/** The looks of a workbook, each once. */
export class LookTable {
  private readonly keys = new Map<string, string | null>();
  private readonly byKey: Record<string, Look> = {};
  private untold: Record<string, Look> = {};

  /** `condition` is the conditional format that holds. Null: as any cell. */
  keyOf(cell: Formatted, condition: Condition | undefined, isLink: boolean): string | null {
    if (!cell.format && !cell.numberFormat && !condition && !isLink) return null;
    const question = JSON.stringify([cell.format, cell.numberFormat, condition, isLink]);
    const known = this.keys.get(question);
    if (known !== undefined) return known;
    const key = this.keyOfLook(lookOf(cell, condition, isLink));
    this.keys.set(question, key);
    return key;
  }

  private keyOfLook(look: Look): string | null {
    const text = JSON.stringify(look);
    if (text === '{}') return null;
    const same = Object.entries(this.byKey).find(([, known]) => JSON.stringify(known) === text);
    if (same) return same[0];
    const key = `look${Object.keys(this.byKey).length + 1}`;
    this.byKey[key] = look;
    this.untold[key] = look;
    return key;
  }

  all(): Record<string, Look> {
    return { ...this.byKey };
  }

  /** Those that came since this was last asked. */
  takeNew(): Record<string, Look> {
    const fresh = this.untold;
    this.untold = {};
    return fresh;
  }
}
