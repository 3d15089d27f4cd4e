/** Uniform in [0, 1). Good for jitter, not for secrets. */
export function random(): number {
  return Math.random();
}
