import { deployment } from '../deployment.ts';
import { authenticationError } from './authentication-error.ts';
import { AwsError } from './aws-error.ts';
import type { UploadForm } from './s3-upload-form.ts';
import { algorithm, type SignatureClaim } from './signature-claim.ts';

/** What a form says about the signature of its policy: nothing here is believed yet. */
export interface UploadClaim extends Pick<SignatureClaim, 'accessKeyId' | 'scope' | 'date' | 'sessionToken'> {
  /** Base64 as sent, which is what was signed. */
  policy: string;
  signature: string;
}

const required = ['Policy', 'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Signature'];

/** Reads the fields that say who signed. `regions` are those that a credential may name. Throws `AwsError`. */
export function readUploadClaim({ fields }: UploadForm, regions: readonly string[]): UploadClaim {
  const field = (name: string) => fields.get(name.toLowerCase())?.value ?? '';
  if (fields.has('awsaccesskeyid') || fields.has('signature')) throw authenticationError('s3', 'legacy');
  requireField('key', field('key'));
  // Without any of these the upload is anybody's, and the bucket is private.
  if (!required.some((name) => name !== 'Policy' && fields.has(name.toLowerCase()))) {
    throw authenticationError('s3', 'anonymous');
  }
  for (const name of required) requireField(name, field(name));
  const [chosen, credential, date] = [
    field('X-Amz-Algorithm'),
    field('X-Amz-Credential'),
    field('X-Amz-Date'),
  ];
  if (chosen !== algorithm) {
    throw argumentError('X-Amz-Algorithm', chosen, `X-Amz-Algorithm only supports "${algorithm}"`);
  }
  if (!/^\d{8}T\d{6}Z$/.test(date)) {
    throw argumentError('X-Amz-Date', date, 'X-Amz-Date must be formated via ISO8601 Long format');
  }
  return {
    policy: field('Policy'),
    signature: field('X-Amz-Signature'),
    sessionToken: fields.get('x-amz-security-token')?.value,
    date,
    ...readCredential(credential, regions),
  };
}

function readCredential(
  credential: string,
  regions: readonly string[],
): Pick<UploadClaim, 'accessKeyId' | 'scope'> {
  const wrong = (message: string, details = {}) =>
    argumentError('X-Amz-Credential', credential, message, details);
  const pieces = credential.split('/');
  const [accessKeyId = '', day = '', region = '', service = '', terminator = ''] = pieces;
  if (pieces.length !== 5 || !/^\d{8}$/.test(day)) {
    throw wrong(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (accessKeyId === '') {
    throw wrong('a non-empty Access Key (AKID) must be provided in the credential.');
  }
  if (!regions.includes(region)) {
    const expected = regions[0] ?? deployment.region;
    throw wrong(`the region '${region}' is wrong; expecting '${expected}'`, { Region: expected });
  }
  if (service !== 's3') throw wrong(`incorrect service "${service}". This endpoint belongs to "s3".`);
  if (terminator !== 'aws4_request') {
    throw wrong(`incorrect terminal "${terminator}". This endpoint uses "aws4_request".`);
  }
  return { accessKeyId, scope: { day, region, service, terminator } };
}

function requireField(name: string, value: string): void {
  if (value !== '') return;
  throw argumentError(
    name,
    '',
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
  );
}

function argumentError(name: string, value: string, message: string, details = {}): AwsError {
  return new AwsError(400, 'InvalidArgument', message, {
    ArgumentName: name,
    ArgumentValue: value,
    ...details,
  });
}
