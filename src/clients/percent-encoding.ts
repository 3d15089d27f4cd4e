import { wellFormed } from './utf8.ts';

/**
 * Everything but RFC 3986's unreserved characters is encoded. AWS signs that form, and `encodeURIComponent`
 * leaves `!'()*` as they are.
 */
export function percentEncode(text: string): string {
  return encodeURIComponent(wellFormed(text)).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Slashes stay: they part an object key's or a path's segments. */
export function percentEncodePath(path: string): string {
  return path.split('/').map(percentEncode).join('/');
}

/** `name=value&…`, for a query or a form. */
export function formEncode(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${percentEncode(name)}=${percentEncode(value)}`)
    .join('&');
}
