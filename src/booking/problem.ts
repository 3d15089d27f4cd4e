/**
 * What is wrong with one cell of a row: the message names the column, the value, and what would be right.
 * It is for the sheet and the terminal; the value may be a guest's name, so it never goes into a log.
 */
export interface Problem {
  column: string;
  message: string;
}

/** An outcome as a value: errors of input are expected, so they are returned and not thrown. */
export type Result<Value, Failure = Problem[]> = { ok: true; value: Value } | { ok: false; error: Failure };
