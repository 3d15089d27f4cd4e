/**
 * The request did not leave, because the credentials or the secret that it needs could not be had.
 * What an earlier attempt of the same request did is as known or unknown as before.
 */
export class NoCredentials extends Error {
  override readonly name = 'NoCredentials';

  constructor(
    explanation: string,
    /** What the remote said, if one was asked. */
    readonly refusal?: Error,
  ) {
    super(refusal ? `${explanation} (${refusal.message})` : explanation);
  }
}
