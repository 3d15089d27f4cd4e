import type { Protocol } from './error-shape.ts';
import type { CloudRequest, CloudResponse } from './http-message.ts';
import type { Principal } from './iam.ts';
import type { Permission } from './policy.ts';

/** One AWS service behind the front door, which has verified the signature before any of this is asked. */
export interface AwsService {
  /** As in a credential scope, for example `ses` for `email.us-west-2.amazonaws.com`. */
  readonly signingName: string;
  readonly protocol: Protocol;
  /** All that it answers, as AWS names them. */
  readonly operations: readonly string[];
  /** The operation as AWS names it (`PutObject`), or `Unknown`. */
  operation(request: CloudRequest): string;
  /** What IAM must allow, all of it. */
  permissions(request: CloudRequest): Permission[];
  /** Throws `AwsError` for whatever the service would refuse. */
  handle(request: CloudRequest, principal: Principal): Promise<CloudResponse>;
}
