import { type CharsetName, decode, encode, fromSigned, isBytes, toSigned } from './bytes.ts';
import { assertSignature, serviceObject } from './service-object.ts';

export interface BlobContent {
  /** Latin-1 text. */
  bytes: string;
  contentType: string | null;
  name: string | null;
}

const contents = new WeakMap<object, BlobContent>();

/** The content of a blob of ours; undefined for any other value. */
export function blobContent(value: unknown): BlobContent | undefined {
  return typeof value === 'object' && value !== null ? contents.get(value) : undefined;
}

export function createBlob(content: BlobContent): object {
  const current = { ...content };
  const blob: object = serviceObject('Blob', {
    getBytes: () => toSigned(current.bytes),
    getDataAsString: (charset: CharsetName | string = 'UTF-8') => decode(current.bytes, charset),
    getContentType: () => current.contentType,
    getName: () => current.name,
    copyBlob: () => createBlob(current),
    isGoogleType: () => false,
    setBytes: (bytes: number[]) => {
      current.bytes = fromSigned(bytes);
      return blob;
    },
    setDataFromString: (text: string) => {
      current.bytes = encode(text, 'UTF_8');
      return blob;
    },
    setContentType: (contentType: string) => {
      current.contentType = contentType;
      return blob;
    },
    setName: (name: string) => {
      current.name = name;
      return blob;
    },
  });
  contents.set(blob, current);
  return blob;
}

export function newBlob(...given: [data: unknown, contentType?: string, name?: string]): object {
  const [data, contentType, name] = given;
  assertSignature(typeof data === 'string' || isBytes(data), 'Utilities.newBlob', given);
  return createBlob({
    bytes: typeof data === 'string' ? encode(data, 'UTF_8') : fromSigned(data),
    contentType: contentType ?? (typeof data === 'string' ? 'text/plain' : null),
    name: name ?? null,
  });
}
