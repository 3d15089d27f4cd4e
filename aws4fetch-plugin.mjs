import { createUnplugin } from 'unplugin';

const guessing = /^function guessServiceRegion\(.*^}$/ms;
const refusal = "function guessServiceRegion() { throw new TypeError('service and region must be given'); }";

/** Of a body that is no text and no bytes, which types rule out here. */
const bodyGuard = /^ *if \(this\.body && typeof this\.body .*\n.*\n *}$/m;

/** Options of the signer that the add-on never gives. */
const unused = ['signQuery', 'appendSessionToken'];

/**
 * aws4fetch's signer guesses a service and its region from a host's name where it isn't told them. The add-on tells it
 * both each time, and the tables behind the guess would be a third of the signer. Nor does the add-on sign queries, so
 * what belongs to that becomes code that nothing reaches, and goes when the bundle is minified.
 */
export const aws4fetchPlugin = createUnplugin(() => ({
  name: 'aws4fetch-lean',
  transformInclude: (id) => id.endsWith('/aws4fetch.esm.mjs'),
  transform(source) {
    let code = replaced(replaced(source, guessing, refusal), bodyGuard, '');
    for (const option of unused) {
      code = replaced(code, new RegExp(`^ *this\\.${option} = .*$`, 'm'), '');
      code = replaced(code, new RegExp(`this\\.${option}\\b`, 'g'), 'false');
    }
    return { code, map: null };
  },
}));

function replaced(source, pattern, replacement) {
  if (source.search(pattern) < 0) throw new Error(`aws4fetch has changed: it has no ${pattern} any more.`);
  return source.replace(pattern, replacement);
}
