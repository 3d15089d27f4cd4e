import { createHash, createHmac } from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';

/** SHA-256, or its HMAC with a secret, for AWS's own signer: by Node, so that it shares nothing with the add-on's. */
export class NodeSha256 implements Checksum {
  private hash: ReturnType<typeof createHash | typeof createHmac>;

  constructor(private readonly secret?: SourceData) {
    this.hash = this.begun();
  }

  update(chunk: Uint8Array): void {
    this.hash.update(chunk);
  }

  async digest(): Promise<Uint8Array> {
    return this.hash.digest();
  }

  reset(): void {
    this.hash = this.begun();
  }

  private begun() {
    return this.secret === undefined
      ? createHash('sha256')
      : createHmac('sha256', Buffer.from(this.secret as Uint8Array));
  }
}
