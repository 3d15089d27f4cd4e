import type { ICellData, IDocumentData, IStyleData, ITextRun } from '@univerjs/core';
import type { Look, Run } from '../../grid/grid-message.ts';
import type { Cell } from './model.ts';

/** Sheets' own default, where Univer's is larger and higher. */
export const defaultLook: IStyleData = { ff: 'Arial', fs: 10, vt: 3 };

const kinds = { string: 1, number: 2, boolean: 3 };
const CENTER = 2;

/** What Univer draws for a cell: the text as the workbook shows it, so that Univer has nothing to work out. */
export class UniverCells {
  private readonly looks: Record<string, Look>;
  private readonly overBlank = new Map<string, IStyleData>();

  constructor(looks: Record<string, Look>) {
    this.looks = looks;
  }

  cell(cell: Cell): ICellData & { markers?: object } {
    const { value, text, choice, runs, note } = cell;
    const isBox = choice?.kind === 'checkbox' && [choice.ticked, choice.unticked, ''].includes(value);
    const isCentered = isBox || typeof value === 'boolean';
    const style = this.style(cell, isCentered);
    return {
      ...(isBox ? { v: value === choice.ticked ? '☑' : '☐', t: 1 } : {}),
      ...(!isBox && text !== '' ? { v: text, t: kinds[typeof value as keyof typeof kinds] } : {}),
      ...(runs.length > 0 ? { p: this.richText(text, runs, cell.look) } : {}),
      ...(style ? { s: style } : {}),
      ...(note === null ? {} : { markers: { tr: { color: '#e8a33d', size: 6 } } }),
    };
  }

  /** A style in Univer goes on top of its column's: what that has and the cell hasn't must be taken back. */
  private style({ look, blankLook }: Cell, isCentered: boolean): IStyleData | undefined {
    if (look === blankLook && !isCentered) return undefined;
    const key = `${look} ${blankLook} ${isCentered}`;
    const known = this.overBlank.get(key);
    if (known) return known;
    const own = { ...(isCentered ? { ht: CENTER } : {}), ...this.lookOf(look) };
    const taken = Object.keys(this.lookOf(blankLook)).filter((property) => !(property in own));
    const back = Object.fromEntries(
      taken.map((property) => [property, defaultLook[property as keyof IStyleData] ?? null]),
    );
    const style = { ...back, ...own } as IStyleData;
    this.overBlank.set(key, style);
    return style;
  }

  lookOf(key: string | null): Look {
    return (key !== null && this.looks[key]) || {};
  }

  private richText(text: string, runs: Run[], look: string | null): IDocumentData {
    const { ff, fs, bl, it, ul, st, cl } = { ...defaultLook, ...this.lookOf(look) };
    const base = Object.fromEntries(
      Object.entries({ ff, fs, bl, it, ul, st, cl }).filter(([, value]) => value !== undefined),
    );
    const edges = [...new Set([0, text.length, ...runs.flatMap(({ start, end }) => [start, end])])].sort(
      (a, b) => a - b,
    );
    const textRuns: ITextRun[] = edges.slice(0, -1).map((st, index) => ({
      st,
      ed: edges[index + 1] ?? st,
      ts: Object.assign(
        {},
        base,
        ...runs.filter((run) => run.start <= st && st < run.end).map((run) => run.look),
      ),
    }));
    const dataStream = `${text.replaceAll('\n', '\r')}\r\n`;
    const paragraphs = [...dataStream.matchAll(/\r/g)].map(({ index }) => ({ startIndex: index }));
    return { id: 'cell', documentStyle: {}, body: { dataStream, textRuns, paragraphs } } as never;
  }
}
