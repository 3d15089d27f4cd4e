/** Uniform in [0, 1). Good for jitter, not for secrets. */
export function random(): number {
  return Math.random();
}

/** 122 random bits. */
export function uuid(): string {
  return Utilities.getUuid();
}
