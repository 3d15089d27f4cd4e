import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Where an emulator listens. No TCP port, which any program or web page on the laptop could reach past the front
 * door and its signatures: a socket in a folder that only its owner may enter, or on Windows a named pipe.
 */
export class PrivateSocket {
  private constructor(
    readonly address: string,
    private readonly directory: string,
  ) {}

  static async create(): Promise<PrivateSocket> {
    // Short, for a socket's path may have about 100 characters.
    const directory = await mkdtemp(path.join(tmpdir(), 'cd-'));
    const address =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\${path.basename(directory)}`
        : path.join(directory, 'socket');
    return new PrivateSocket(address, directory);
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true, force: true });
  }
}
