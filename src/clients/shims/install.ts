import { AbsoluteUrl } from './absolute-url.ts';
import { HeaderMap } from './header-map.ts';
import { Utf8Encoder } from './utf8-encoder.ts';
import { webCrypto } from './web-crypto.ts';

/**
 * aws4fetch expects these globals, the first as soon as it is loaded, and Apps Script has none of them.
 * Where the web's own stand, as in Node, they stay.
 */
const shims = { TextEncoder: Utf8Encoder, URL: AbsoluteUrl, Headers: HeaderMap, crypto: webCrypto };

const present = globalThis as unknown as Record<string, unknown>;
for (const [name, shim] of Object.entries(shims)) {
  if (present[name] === undefined) present[name] = shim;
}
