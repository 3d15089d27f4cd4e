/** ISO 8601 without separators, in UTC: `20270530T160000Z`, as AWS signatures and calendar files have it. */
export function basicFormat(epochMilliseconds: number): string {
  return new Date(epochMilliseconds).toISOString().replace(/[:-]|\.\d{3}/g, '');
}
