import { Agent, request as httpRequest, type Server } from 'node:http';
import { type CloudResponse, respond } from './http-message.ts';

/** Talks to an emulator on its own socket. Call `close` when the emulator ends. */
export class Loopback {
  private readonly socketPath: string;
  private readonly agent = new Agent({ keepAlive: true });

  constructor(socketPath: string) {
    this.socketPath = socketPath;
  }

  send(
    method: string,
    target: string,
    headers: Record<string, string>,
    body: Uint8Array,
  ): Promise<CloudResponse> {
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          socketPath: this.socketPath,
          agent: this.agent,
          method,
          path: target,
          headers: { ...headers, host: '127.0.0.1', 'content-length': String(body.length) },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const answered: Record<string, string | string[]> = {};
            for (const [name, value] of Object.entries(incoming.headers)) {
              if (value !== undefined && !hopByHop.has(name)) answered[name] = value;
            }
            resolve(respond(incoming.statusCode ?? 502, Buffer.concat(chunks), answered));
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/**
 * For a server that lives in this process: when that is busy for longer than connections may idle, the server would
 * close one at the very moment at which a request goes out on it, and a mail's sender wouldn't know whether it left.
 */
export function keepConnections(server: Server): void {
  server.keepAliveTimeout = 0;
}

/** Headers that belong to one connection, not to the message. */
export const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'te',
  'trailer',
]);
