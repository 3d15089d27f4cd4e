import { hmacSha256, sha256 } from '../sha256.ts';

/** The part of `crypto` that signing needs: SHA-256 and HMAC with it. A key is its bytes. */
export const webCrypto = {
  subtle: {
    async digest(algorithm: string, data: Uint8Array): Promise<ArrayBuffer> {
      demand(algorithm, 'SHA-256');
      return bufferOf(sha256(data));
    },

    async importKey(format: string, key: Uint8Array | ArrayBuffer): Promise<Uint8Array> {
      demand(format, 'raw');
      return new Uint8Array(key);
    },

    async sign(algorithm: string, key: Uint8Array, data: Uint8Array): Promise<ArrayBuffer> {
      demand(algorithm, 'HMAC');
      return bufferOf(hmacSha256(key, data));
    },
  },
};

function demand(given: string, supported: string): void {
  if (given !== supported) throw new TypeError(`${given} is not supported here, only ${supported}`);
}

function bufferOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
