import { createUnplugin } from 'unplugin';

const guessing = /^function guessServiceRegion\(.*^}$/ms;

/**
 * aws4fetch's signer guesses a service and its region from a host's name where it isn't told them. The add-on tells it
 * both each time, and the tables behind the guess would be a third of the signer.
 */
export const aws4fetchPlugin = createUnplugin(() => ({
  name: 'aws4fetch-without-guesses',
  transformInclude: (id) => id.endsWith('/aws4fetch.esm.mjs'),
  transform(source) {
    if (!guessing.test(source)) this.error('aws4fetch has no function guessServiceRegion any more.');
    const refusal = "throw new TypeError('service and region must be given')";
    return { code: source.replace(guessing, `function guessServiceRegion() { ${refusal}; }`), map: null };
  },
}));
