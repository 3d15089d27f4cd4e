import { UsageError } from '../usage-error.ts';

/** The spreadsheet that people work in, and one to try a version on. */
export const targets = ['production', 'staging'] as const;
export type Target = (typeof targets)[number];

/** What `--target` says. Throws UsageError. */
export function readTarget(text: string = 'production'): Target {
  const target = targets.find((one) => one === text);
  if (target === undefined) {
    throw new UsageError(`--target “${text}” is no target. Write ${targets.join(' or ')}.`);
  }
  return target;
}

/** How a command is written for this target: `npm run deploy -- --target staging`. */
export function commandFor(target: Target, command: string, ...options: string[]): string {
  const all = [...options, ...(target === 'production' ? [] : ['--target', target])];
  return ['npm run', command, ...(all.length > 0 ? ['--', ...all] : [])].join(' ');
}
