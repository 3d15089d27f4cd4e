import { utf8 } from '../utf8.ts';

/** The part of `TextEncoder` that signing needs. */
export class Utf8Encoder {
  encode(text: string): Uint8Array {
    return utf8(text);
  }
}
