/**
 * The names of the errors that the engine and Google throw. Their words may quote a cell or a URL with a token,
 * so they stay out of the log; our own errors are written to be read by anybody.
 */
const FOREIGN = [
  'Error',
  'EvalError',
  'RangeError',
  'ReferenceError',
  'SyntaxError',
  'TypeError',
  'URIError',
];

/**
 * Every function that Apps Script calls does its work through this: it would swallow a rejected promise without
 * a word. Waits for the work, logs what went wrong without personal data, and tells the user through `tell`.
 * Never rejects.
 */
export async function runEntryPoint(
  name: string,
  tell: (message: string) => void,
  work: () => void | Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    console.error(JSON.stringify(failureRecord(name, error)));
    tell(plainWords(error));
  }
}

function failureRecord(entryPoint: string, error: Error): Record<string, unknown> {
  return {
    event: 'entry point failed',
    entryPoint,
    error: error.name,
    ...(isOurs(error) ? { message: error.message } : {}),
    at: stackFrames(error),
  };
}

/** Without the first lines, which repeat the message. */
function stackFrames(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith('at '))
    .slice(0, 8);
}

function plainWords(error: Error): string {
  if (isOurs(error)) return error.message;
  return `Charter Desk ran into something unexpected and stopped: ${error.message} Please try again; if it happens again, tell the operator.`;
}

function isOurs(error: Error): boolean {
  return !FOREIGN.includes(error.name) && !error.name.endsWith('Exception');
}
