/** The command was given something that it can't work with; the message says what, and what would be right. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
