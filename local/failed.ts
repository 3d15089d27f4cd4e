/** Something failed that no other option would mend; the message says what, and what to do about it. */
export class Failed extends Error {
  override readonly name = 'Failed';
}
