/** The ampersand comes first: the others' escapes hold one. */
const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/**
 * The text of the first element of that name; empty when there is none. Enough for the answers of AWS, whose leaves
 * have neither CDATA nor comments, and whose names are unprefixed.
 */
export function elementText(xml: string, name: string): string {
  const [, text = ''] = new RegExp(`<${name}(?:\\s[^>]*)?>([^<]*)</${name}\\s*>`).exec(xml) || [];
  return decodeEntities(text).trim();
}

export function escapeXml(text: string): string {
  return Object.entries(ENTITIES).reduce(
    (escaped, [name, character]) => escaped.split(character).join(`&${name};`),
    text,
  );
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/gi, (entity, hex, decimal, name) => {
    if (name) return ENTITIES[name] || entity;
    const point = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return point <= 0x10ffff ? String.fromCodePoint(point) : entity;
  });
}
