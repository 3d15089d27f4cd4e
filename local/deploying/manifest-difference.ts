/** A line for each value of one manifest that the other lacks, its scopes first: `− oauthScopes: openid`. */
export interface ManifestDifference {
  lines: string[];
  changesScopes: boolean;
}

const SCOPES = 'oauthScopes';

/** By meaning: how a manifest is laid out, and in what order, is nobody's business. Takes both as JSON. */
export function manifestDifference(standing: string, own: string): ManifestDifference {
  const [before, after] = [valuesOf(JSON.parse(standing)), valuesOf(JSON.parse(own))];
  const lines = [
    ...before.filter((value) => !after.includes(value)).map((value) => `− ${value}`),
    ...after.filter((value) => !before.includes(value)).map((value) => `+ ${value}`),
  ];
  const isOfScopes = (line: string) => line.slice(2).startsWith(SCOPES);
  const ofScopes = lines.filter(isOfScopes);
  return {
    lines: [...ofScopes, ...lines.filter((line) => !isOfScopes(line))],
    changesScopes: ofScopes.length > 0,
  };
}

/** `{"webapp": {"access": "MYSELF"}}` as `webapp.access: MYSELF`; the elements of an array all under its name. */
function valuesOf(value: unknown, name = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${name}: ${value}`];
  return Object.entries(value).flatMap(([key, inner]) =>
    valuesOf(inner, Array.isArray(value) ? name : [name, key].filter(Boolean).join('.')),
  );
}
