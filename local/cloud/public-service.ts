import type { CloudRequest, CloudResponse } from './http-message.ts';

/** A service of somebody else's that anybody may ask, behind a host name of its own. */
export interface PublicService {
  /** All that it answers, as the log and faults name them. */
  readonly operations: readonly string[];
  operation(request: CloudRequest): string;
  answer(request: CloudRequest): CloudResponse;
}
