import { constants } from 'node:os';
import { PortInUseError } from '../cloud/listener.ts';
import { Failed } from '../failed.ts';
import { FileProblem } from '../tables/file-problem.ts';
import { UsageError } from '../usage-error.ts';
import { Interrupted } from './interruption.ts';

/** Exit codes of all commands. */
export const SUCCESS = 0;
export const FAILURE = 1;
export const MISUSE = 2;

/** Runs a command to its exit code. What a person can mend is said in a line each; anything else is a fault of ours. */
export async function runProgram(name: string, command: () => Promise<number>): Promise<void> {
  // The SDK's word on old Node versions is for those who deploy; here it only talks to the laptop's own cloud.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  try {
    process.exitCode = await command();
  } catch (error) {
    if (error instanceof UsageError || error instanceof FileProblem || error instanceof PortInUseError) {
      const advice =
        error instanceof PortInUseError
          ? ' Stop what uses it, or choose others: --port N takes N to N+3.'
          : '';
      for (const line of error.message.split('\n')) console.error(`${name}: ${line}${advice}`);
      process.exitCode = MISUSE;
    } else if (error instanceof Failed) {
      for (const line of error.message.split('\n')) console.error(`${name}: ${line}`);
      process.exitCode = FAILURE;
    } else if (error instanceof Interrupted) {
      console.error(`${name}: ${error.message}`);
      // As shells tell it of programs that a signal ends.
      process.exitCode = 128 + constants.signals[error.signal];
    } else {
      console.error(error);
      process.exitCode = FAILURE;
    }
  }
}
