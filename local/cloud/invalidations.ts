import type { Clock } from '../clock.ts';
import { AwsError } from './aws-error.ts';
import { type RandomBytes, upperId } from './random.ts';

/** How long an invalidation takes to reach the edge, in milliseconds of the set clock. */
export const propagation = 2000;
const mostPaths = 3000;
const mostWildcards = 15;

export interface Invalidation {
  id: string;
  callerReference: string;
  paths: readonly string[];
  createdAt: number;
}

/** The invalidations of one distribution, newest last. */
export class Invalidations {
  readonly all: Invalidation[] = [];
  private readonly clock: Clock;
  private readonly random: RandomBytes;

  constructor(clock: Clock, random: RandomBytes) {
    this.clock = clock;
    this.random = random;
  }

  /** The same reference with the same paths gives the invalidation that exists already. Throws `AwsError`. */
  create(callerReference: string, paths: readonly string[]): Invalidation {
    if (callerReference === '' || paths.length === 0 || !paths.every(isInvalidationPath)) {
      throw new AwsError(
        400,
        'InvalidArgument',
        'Your request contains one or more invalid invalidation paths.',
      );
    }
    const earlier = this.all.find((invalidation) => invalidation.callerReference === callerReference);
    if (earlier) {
      if (samePaths(earlier.paths, paths)) return earlier;
      throw new AwsError(
        400,
        'InvalidationBatchAlreadyExists',
        'The invalidation batch you attempted to create already exists, but the paths in it are different.',
      );
    }
    this.checkInProgress(paths);
    const invalidation = {
      id: `I${upperId(this.random, 25)}`,
      callerReference,
      paths: [...paths],
      createdAt: this.clock.now(),
    };
    this.all.push(invalidation);
    return invalidation;
  }

  status(invalidation: Invalidation): 'InProgress' | 'Completed' {
    return this.clock.now() < invalidation.createdAt + propagation ? 'InProgress' : 'Completed';
  }

  /** Whether a copy stored at `storedAt` has been dropped since. `path` is the one that the cache keeps it by. */
  covers(path: string, storedAt: number): boolean {
    const now = this.clock.now();
    return this.all.some(({ paths, createdAt }) => {
      const effectiveAt = createdAt + propagation;
      return storedAt < effectiveAt && effectiveAt <= now && paths.some((pattern) => covered(pattern, path));
    });
  }

  private checkInProgress(paths: readonly string[]): void {
    const active = this.all.filter((invalidation) => this.status(invalidation) === 'InProgress');
    const all = [...active.flatMap((invalidation) => invalidation.paths), ...paths];
    if (all.length > mostPaths || all.filter((path) => path.endsWith('*')).length > mostWildcards) {
      throw new AwsError(
        400,
        'TooManyInvalidationsInProgress',
        'Processing your request will cause you to exceed the maximum number of in-progress invalidations.',
      );
    }
  }
}

/** Starts with a slash, is percent-encoded ASCII; a wildcard means something only at the end. */
function isInvalidationPath(path: string): boolean {
  return /^\/[\x21-\x7e]*$/.test(path) && !path.slice(0, -1).includes('*');
}

function covered(pattern: string, path: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function samePaths(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && [...one].sort().join('\n') === [...other].sort().join('\n');
}
