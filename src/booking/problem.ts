/** What is wrong with one cell of a row: names the column, the value, and what would be right. */
export interface Problem {
  column: string;
  message: string;
}

/** An outcome as a value: errors of input are expected, so they are returned and not thrown. */
export type Result<Value, Failure = Problem[]> = { ok: true; value: Value } | { ok: false; error: Failure };
