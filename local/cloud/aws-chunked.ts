import { createHash } from 'node:crypto';
import { AwsError } from './aws-error.ts';

/** Computes a signature over a string to sign, with the key of the request that carries the chunks. */
export interface ChunkSigning {
  date: string;
  scope: string;
  seedSignature: string;
  sign: (stringToSign: string) => Promise<string>;
}

const emptyHash = createHash('sha256').digest('hex');

/**
 * Takes an `aws-chunked` body apart: `{size in hex}[;chunk-signature=…]\r\n{data}\r\n …`, a last chunk of size 0,
 * then trailers. With `signing`, each chunk's signature must follow from the one before, and the trailer's too.
 * docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export async function decodeAwsChunked(
  body: Uint8Array,
  signing: ChunkSigning | undefined,
): Promise<{ payload: Uint8Array; trailers: Record<string, string> }> {
  const bytes = Buffer.from(body);
  const chunks: Buffer[] = [];
  let previous = signing?.seedSignature ?? '';
  let at = 0;
  const line = (): string => {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) throw incomplete();
    const text = bytes.subarray(at, end).toString('latin1');
    at = end + 2;
    return text;
  };
  for (;;) {
    const [, size, signature] = /^([0-9a-fA-F]+)(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line()) ?? [];
    if (size === undefined) throw incomplete();
    const length = Number.parseInt(size, 16);
    if (at + length > bytes.length) throw incomplete();
    const chunk = bytes.subarray(at, at + length);
    if (signing) {
      previous = await verify(signing, 'AWS4-HMAC-SHA256-PAYLOAD', previous, chunk, signature, [emptyHash]);
    }
    at += length;
    if (length === 0) break;
    if (line() !== '') throw incomplete();
    chunks.push(chunk);
  }
  const trailers: Record<string, string> = {};
  let trailerSignature: string | undefined;
  while (at < bytes.length) {
    const text = line();
    if (text === '') break;
    const colon = text.indexOf(':');
    const [name, value] = [text.slice(0, colon).toLowerCase().trim(), text.slice(colon + 1).trim()];
    if (name === 'x-amz-trailer-signature') trailerSignature = value;
    else trailers[name] = value;
  }
  if (signing && Object.keys(trailers).length > 0) {
    const canonical = Object.keys(trailers)
      .sort()
      .map((name) => `${name}:${trailers[name]}\n`)
      .join('');
    await verify(signing, 'AWS4-HMAC-SHA256-TRAILER', previous, Buffer.from(canonical), trailerSignature, []);
  }
  return { payload: Buffer.concat(chunks), trailers };
}

async function verify(
  signing: ChunkSigning,
  algorithm: string,
  previous: string,
  content: Uint8Array,
  claimed: string | undefined,
  fixed: string[],
): Promise<string> {
  const hash = createHash('sha256').update(content).digest('hex');
  const expected = await signing.sign(
    [algorithm, signing.date, signing.scope, previous, ...fixed, hash].join('\n'),
  );
  if (claimed !== expected) {
    throw new AwsError(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  return expected;
}

function incomplete(): AwsError {
  return new AwsError(
    400,
    'IncompleteBody',
    'The request body terminated unexpectedly: it is not well-formed aws-chunked content.',
  );
}
