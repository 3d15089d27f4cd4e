declare module '@20minutes/s3rver' {
  interface S3rverOptions {
    /** A port, or the path of a socket. */
    port: number | string;
    silent: boolean;
    directory: string;
    vhostBuckets: boolean;
    /** `configs`: documents such as `CORSConfiguration`. */
    configureBuckets: { name: string; configs: string[] }[];
  }

  export default class S3rver {
    constructor(options: S3rverOptions);
    run(): Promise<unknown>;
    close(): Promise<void>;
    httpServer: import('node:http').Server;
  }
}

declare module 'dynalite' {
  import type { Server } from 'node:http';

  export default function dynalite(options: {
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): Server;
}
