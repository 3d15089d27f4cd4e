import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CloudRequest, type CloudResponse, ConnectionFailure } from './http-message.ts';
import { hopByHop, keepConnections } from './loopback.ts';

export type Handler = (request: CloudRequest) => Promise<CloudResponse>;

/** `surface` is what wanted the port, in words for people. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly port: number;
  readonly surface: string;

  constructor(surface: string, port: number) {
    super(`Port ${port}, wanted for the ${surface}, is in use.`);
    this.surface = surface;
    this.port = port;
  }
}

/** A plain HTTP server on 127.0.0.1. */
export class Listener {
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  /** `port` 0 takes a free one. Throws `PortInUseError`. */
  static async open(surface: string, port: number): Promise<Listener> {
    const server = createServer();
    keepConnections(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? new PortInUseError(surface, port) : error),
      );
      server.listen(port, '127.0.0.1', resolve);
    });
    return new Listener(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** From here on requests are answered; those that came earlier were kept waiting by nobody but their sender. */
  serve(handler: Handler): void {
    this.server.on('request', (incoming, outgoing) => void answer(incoming, outgoing, handler));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, handler: Handler): Promise<void> {
  try {
    const response = await handler(await readRequest(incoming));
    const isHead = incoming.method === 'HEAD';
    for (const [name, value] of Object.entries(response.headers)) {
      if (!hopByHop.has(name) && (isHead || name !== 'content-length')) outgoing.setHeader(name, value);
    }
    outgoing.statusCode = response.status;
    if (!isHead && response.status !== 204 && response.status !== 304) {
      outgoing.setHeader('content-length', response.body.length);
    }
    outgoing.end(isHead ? undefined : response.body);
  } catch (error) {
    // A time-out is silence: the socket stays open until the client gives up.
    if (error instanceof ConnectionFailure && error.code === 'ETIMEDOUT') return;
    if (!(error instanceof ConnectionFailure)) console.error(error);
    incoming.socket.destroy();
  }
}

async function readRequest(incoming: IncomingMessage): Promise<CloudRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(',') : (value ?? ''),
  ]);
  return {
    method: incoming.method ?? 'GET',
    authority: incoming.headers.host ?? '',
    path,
    query: query.join('?'),
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks),
    sourceIp: incoming.socket.remoteAddress ?? '127.0.0.1',
  };
}
