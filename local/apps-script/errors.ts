/** An error that the script sees as Apps Script's own `Exception`, with this very message. */
export class ScriptVisibleError extends Error {
  override name = 'ScriptVisibleError';
}
