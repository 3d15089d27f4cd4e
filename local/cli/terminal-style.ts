/** Colours for people at a terminal; nothing for files, pipes and those who don't want any (no-color.org). */
export interface TerminalStyle {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
}

export function terminalStyle(stream: { isTTY?: boolean }, environment = process.env): TerminalStyle {
  const colourful = stream.isTTY === true && !environment.NO_COLOR && environment.TERM !== 'dumb';
  const style = (on: number, off: number) => (text: string) =>
    colourful ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: style(1, 22), dim: style(2, 22), green: style(32, 39), red: style(31, 39) };
}
