const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|sir|capt|captain)\.?$/i;
const SURNAME_FIRST = /^(?:\p{Ll}+\s+){0,3}[^\s,]+,\s*(?=\S)/u;
const GENERATION = /^(jr|sr|ii|iii|iv|md|phd|esq)\b/i;

/**
 * What to call somebody whose whole name strangers must not read; empty when the name holds none. Understands
 * `Dr. Ana Silva`, `Silva, Ana` and `"Ana" Silva`; an e-mail address or a phone number is no name.
 */
export function firstName(name: string): string {
  const [surname = ''] = SURNAME_FIRST.exec(name) || [];
  const given = name.slice(surname.length);
  const words = (GENERATION.test(given) ? name : given)
    .split(/\s+/)
    .filter((word) => !word.includes('@'))
    .map(withoutQuotes);
  const names = words.filter((word) => /\p{L}/u.test(word));
  const withoutTitle = names.filter((word) => !TITLE.test(word));
  return withoutTitle[0] || names[0] || words.find((word) => /\p{Extended_Pictographic}/u.test(word)) || '';
}

/** Letters, marks, digits and emoji stay at the ends of a word, and so does the full stop of an initial. */
function withoutQuotes(word: string): string {
  return word.replace(/^[\p{P}\p{Z}]+|[\p{Pi}\p{Pf}\p{Ps}\p{Pe}\p{Po}\p{Pd}\p{Z}]+$/gu, (edge) =>
    edge === '.' && word.length === 2 ? edge : '',
  );
}
