import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Hono } from 'hono';
import { PortInUseError } from '../cloud/listener.ts';

/** The workbench's own server, on 127.0.0.1. It takes its port first and is told later what to answer. */
export class WorkbenchServer {
  private readonly server: Server;

  private constructor(server: Server) {
    this.server = server;
  }

  /** `port` 0 takes a free one. Throws PortInUseError. */
  static async open(port: number): Promise<WorkbenchServer> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'EADDRINUSE' ? new PortInUseError('workbench', port) : error),
      );
      server.listen(port, '127.0.0.1', resolve);
    });
    return new WorkbenchServer(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  serve(app: Hono): void {
    this.server.on('request', getRequestListener(app.fetch));
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
