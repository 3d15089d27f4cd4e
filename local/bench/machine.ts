import { availableParallelism, cpus } from 'node:os';

/** What figures were measured on: without it, times mean nothing. */
export interface Machine {
  cpu: string;
  cores: number;
  node: string;
  platform: string;
}

export function thisMachine(): Machine {
  return {
    cpu: cpus()[0]?.model.trim() || 'unknown',
    cores: availableParallelism(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}
