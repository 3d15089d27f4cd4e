/** One thing measured, and the limit that the project has set itself for it, where it has. */
export interface Figure {
  /** No two figures share a name. */
  name: string;
  value: number;
  unit: 'bytes' | 'ms' | 'per second' | 'rounds' | 'requests' | 'calls' | 'invalidations' | 'points';
  limit?: Limit;
}

export interface Limit {
  bound: 'at most' | 'at least' | 'exactly';
  value: number;
}

export function atMost(value: number): Limit {
  return { bound: 'at most', value };
}

export function atLeast(value: number): Limit {
  return { bound: 'at least', value };
}

export function exactly(value: number): Limit {
  return { bound: 'exactly', value };
}

/** Undefined where there is no limit to hold. */
export function holds({ value, limit }: Figure): boolean | undefined {
  switch (limit?.bound) {
    case 'at most':
      return value <= limit.value;
    case 'at least':
      return value >= limit.value;
    case 'exactly':
      return value === limit.value;
    case undefined:
      return undefined;
  }
}
