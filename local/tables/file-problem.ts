/** What is wrong with a file that a person gave: each problem names the file and what to do. */
export class FileProblem extends Error {
  override readonly name = 'FileProblem';

  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
  }
}
