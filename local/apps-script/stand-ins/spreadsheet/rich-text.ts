import type { RichText, TextRun, TextStyle } from '../../workbook/workbook-data.ts';
import { Exception } from '../host.ts';
import { serviceObject, signatureError } from '../service-object.ts';

const richTexts = new WeakMap<object, RichText>();
const styles = new WeakMap<object, TextStyle>();

/** What a RichTextValue of ours holds; undefined for anything else. */
export function richTextData(value: unknown): RichText | undefined {
  return typeof value === 'object' && value !== null ? richTexts.get(value) : undefined;
}

function styleObject(style: TextStyle): object {
  const object = serviceObject('TextStyle', {
    isBold: () => style.bold ?? false,
    isItalic: () => style.italic ?? false,
    isUnderline: () => style.underline ?? false,
    isStrikethrough: () => style.strikethrough ?? false,
    getForegroundColor: () => style.foregroundColor ?? '#000000',
    getFontSize: () => style.fontSize ?? 10,
    getFontFamily: () => style.fontFamily ?? 'Arial',
    copy: () => textStyleBuilder(style),
  });
  styles.set(object, style);
  return object;
}

export function textStyleBuilder(from: TextStyle): object {
  let style = from;
  const set =
    <K extends keyof TextStyle>(property: K) =>
    (value: NonNullable<TextStyle[K]>) => {
      style = { ...style, [property]: value };
      return builder;
    };
  const builder: object = serviceObject('TextStyleBuilder', {
    setBold: set('bold'),
    setItalic: set('italic'),
    setUnderline: set('underline'),
    setStrikethrough: set('strikethrough'),
    setForegroundColor: set('foregroundColor'),
    setFontSize: set('fontSize'),
    setFontFamily: set('fontFamily'),
    build: () => styleObject(style),
  });
  return builder;
}

/** The text cut into runs that have one link and one style each. */
function cutAt(richText: RichText, start: number, end: number): TextRun[] {
  const edges = new Set([0, richText.text.length, start, end]);
  for (const run of richText.runs) {
    edges.add(run.start);
    edges.add(run.end);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = sorted[index + 1] ?? richText.text.length;
    const run = richText.runs.find((each) => each.start <= from && to <= each.end);
    return { start: from, end: to, link: run?.link ?? null, style: run?.style ?? {} };
  });
}

function withRuns(
  richText: RichText,
  start: number,
  end: number,
  change: Partial<Pick<TextRun, 'link' | 'style'>>,
): RichText {
  if (start < 0 || end > richText.text.length || start > end) {
    throw new Exception('Illegal argument: the offsets are outside the text.');
  }
  const runs = cutAt(richText, start, end).map((run) =>
    start <= run.start && run.end <= end ? { ...run, ...change } : run,
  );
  return { ...richText, runs };
}

export function richTextObject(richText: RichText, offset = 0): object {
  const wholeRuns = cutAt(richText, 0, richText.text.length);
  const slice = (start: number, end: number): TextRun[] =>
    cutAt(richText, start, end).filter((run) => start <= run.start && run.end <= end);
  const same = <T>(values: T[]): T | null => {
    const [first = null] = values;
    return values.every((value) => JSON.stringify(value) === JSON.stringify(first)) ? first : null;
  };
  const object = serviceObject('RichTextValue', {
    getText: () => richText.text,
    getStartIndex: () => offset,
    getEndIndex: () => offset + richText.text.length,
    getLinkUrl: (start = 0, end = richText.text.length) => same(slice(start, end).map(({ link }) => link)),
    getTextStyle: (start = 0, end = richText.text.length) => {
      const style = same(slice(start, end).map((run) => run.style));
      return style && styleObject(style);
    },
    getRuns: () =>
      wholeRuns.map(({ start, end, link, style }) =>
        richTextObject(
          { text: richText.text.slice(start, end), runs: [{ start: 0, end: end - start, link, style }] },
          start,
        ),
      ),
    copy: () => richTextBuilder(richText),
  });
  richTexts.set(object, richText);
  return object;
}

export function richTextBuilder(from: RichText): object {
  let richText = from;
  const api = (method: string) => `SpreadsheetApp.RichTextValueBuilder.${method}`;
  /** `(value)` for all of the text, or `(start, end, value)`. */
  const ranged = (given: unknown[]) =>
    given.length === 3
      ? { start: Number(given[0]), end: Number(given[1]), value: given[2] }
      : { start: 0, end: richText.text.length, value: given[0] };
  const builder: object = serviceObject('RichTextValueBuilder', {
    setText(...given: unknown[]): object {
      if (typeof given[0] !== 'string') throw signatureError(api('setText'), given);
      richText = { text: given[0], runs: [] };
      return builder;
    },
    setLinkUrl(...given: unknown[]): object {
      const { start, end, value } = ranged(given);
      if (value !== null && typeof value !== 'string') throw signatureError(api('setLinkUrl'), given);
      richText = withRuns(richText, start, end, { link: value });
      return builder;
    },
    setTextStyle(...given: unknown[]): object {
      const { start, end, value } = ranged(given);
      const style = typeof value === 'object' && value !== null ? styles.get(value) : {};
      if (!style) throw signatureError(api('setTextStyle'), given);
      richText = withRuns(richText, start, end, { style });
      return builder;
    },
    build: () => richTextObject(richText),
  });
  return builder;
}
