/** Texts of one key name the same row: people type ids in any case. */
export function nameKey(name: string): string {
  return name.trim().toLowerCase();
}
