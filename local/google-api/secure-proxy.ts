import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Certificate } from './certificate.ts';

/**
 * A proxy on this machine's loopback that others' HTTPS goes through (`CONNECT`, RFC 9110, section 9.3.6). It ends TLS for
 * the hosts that it knows and answers for them; to all others it refuses the way, so that nothing gets out.
 */
export class SecureProxy {
  private readonly sockets = new Set<Duplex>();
  private readonly proxy = createServer((_request, response) => response.writeHead(405).end());
  private readonly secure;

  private constructor(
    private readonly hosts: ReadonlyMap<string, Hono>,
    { key, certificate }: Certificate,
  ) {
    const answer = async (request: Request) =>
      (await hosts.get(new URL(request.url).hostname)?.fetch(request)) ?? new Response(null, { status: 421 });
    this.secure = createSecureServer({ key, cert: certificate }, getRequestListener(answer));
    this.proxy.on('connect', ({ url = '' }, socket, head) => this.connect(url, socket, head));
  }

  /** On a free port. */
  static async open(hosts: ReadonlyMap<string, Hono>, certificate: Certificate): Promise<SecureProxy> {
    const proxy = new SecureProxy(hosts, certificate);
    await new Promise<void>((resolve, reject) => {
      proxy.proxy.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.proxy.close(resolve));
    // A socket that was connected through is no longer the proxy's own to close.
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private connect(target: string, socket: Duplex, head: Buffer): void {
    this.sockets.add(socket);
    socket.once('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    const [host = '', port] = target.split(':');
    if (port !== '443' || !this.hosts.has(host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.unshift(head);
    this.secure.emit('connection', socket);
  }
}
