import type { MiddlewareHandler } from 'hono';
import { matchesKeyHash, parseKeyHashes } from './key-hash.ts';
import { ServiceError } from './service-error.ts';

export interface KeyGuard {
  /** The header that carries the key, for example `X-Service-Key`. */
  header: string;
  /** The environment variable that holds the hash or hashes, and what it held. */
  variable: string;
  hashes: string | undefined;
}

/**
 * Lets a request pass that carries the right key. 401 when the key is missing or wrong; 503 when the service
 * itself holds no usable hash, which is the operator's to put right and must not look like a wrong key.
 */
export function keyGuard({ header, variable, hashes }: KeyGuard): MiddlewareHandler {
  const code = variable.toLowerCase();
  return async (context, next) => {
    if (!hashes?.trim()) {
      throw new ServiceError(
        503,
        `${code}_missing`,
        `${variable} is not set on this function, so no ${header} can be checked. Set it to the hexadecimal SHA-256 of the key and try again.`,
      );
    }
    const accepted = parseKeyHashes(hashes);
    if (!accepted) {
      throw new ServiceError(
        503,
        `${code}_malformed`,
        `${variable} must hold the hexadecimal SHA-256 of the key (64 characters), or two of them separated by a comma. Correct it on this function and try again.`,
      );
    }
    const key = context.req.header(header);
    if (!key) {
      throw new ServiceError(
        401,
        'key_missing',
        `The request carries no ${header} header. Send the key in it, straight to API Gateway: CloudFront strips the header.`,
      );
    }
    if (!matchesKeyHash(key, accepted)) {
      throw new ServiceError(
        401,
        'key_wrong',
        `The ${header} is not the one whose hash ${variable} holds. Send the current key, or update ${variable}.`,
      );
    }
    await next();
  };
}
