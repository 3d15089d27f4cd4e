import type { Clock } from '../clock.ts';
import { authenticationError } from './authentication-error.ts';
import { AwsError } from './aws-error.ts';
import type { CloudRequest, CloudResponse } from './http-message.ts';
import type { KeyRing, Principal } from './iam.ts';
import { objectPath, s3Address } from './s3-address.ts';
import { checkChecksums } from './s3-payload.ts';
import { answerUpload } from './s3-upload-answer.ts';
import { readUploadClaim, type UploadClaim } from './s3-upload-claim.ts';
import { readUploadForm, type UploadForm } from './s3-upload-form.ts';
import { checkUploadPolicy } from './s3-upload-policy.ts';
import { SignatureProof, sameSignature } from './signature-proof.ts';

export interface Upload {
  /** Who signed the policy, and so may let a browser do what they may do themselves. */
  principal: Principal;
  /** The PUT that the form stands for. */
  request: CloudRequest;
  /** S3's answer to the form, given its answer to that PUT. */
  answer: (stored: CloudResponse) => CloudResponse;
}

/** Browsers' uploads (POST Object): a form is believed when its policy was signed, and held to that policy. */
export class Uploads {
  private readonly keys: KeyRing;
  private readonly clock: Clock;

  constructor(keys: KeyRing, clock: Clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** `regions` are those that a credential may name. Throws `AwsError`. */
  async accept(request: CloudRequest, regions: readonly string[]): Promise<Upload> {
    const form = await readUploadForm(request);
    const claim = readUploadClaim(form, regions);
    const principal = await this.verify(claim);
    const { bucket } = s3Address(request);
    checkUploadPolicy(claim.policy, bucket, form, this.clock.now());
    const put = putOf(request, bucket, form);
    checkChecksums(put.body, put.headers);
    return { principal, request: put, answer: (stored) => answerUpload(request, form, stored) };
  }

  private async verify(claim: UploadClaim): Promise<Principal> {
    const grant = this.keys.claimed(claim, this.clock.now());
    if (typeof grant === 'string') {
      const details = grant === 'unknown-key' ? { AWSAccessKeyId: claim.accessKeyId } : {};
      throw authenticationError('s3', grant, undefined, details);
    }
    const proof = new SignatureProof({ ...claim, signedHeaders: [] }, grant);
    if (sameSignature(await proof.signatureOf(claim.policy), claim.signature)) return grant.principal;
    throw authenticationError('s3', 'mismatch', undefined, {
      AWSAccessKeyId: claim.accessKeyId,
      StringToSign: claim.policy,
      SignatureProvided: claim.signature,
      StringToSignBytes: Buffer.from(claim.policy)
        .toString('hex')
        .replace(/..(?=.)/g, '$& '),
    });
  }
}

const restHeaders = new Set([
  'cache-control',
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-md5',
  'expires',
]);

/** Fields of the policy and its signature, which belong to the form and not to the object. */
const ofTheForm = /^x-amz-(algorithm|credential|date|signature|security-token)$/;

function putOf(request: CloudRequest, bucket: string, { fields, file }: UploadForm): CloudRequest {
  if (fields.has('tagging')) {
    throw new AwsError(501, 'NotImplemented', 'The local S3 takes no tags from a form.');
  }
  const headers: Record<string, string> = {};
  for (const [name, { value }] of fields) {
    if (restHeaders.has(name) || (name.startsWith('x-amz-') && !ofTheForm.test(name))) headers[name] = value;
    if (name === 'acl') headers['x-amz-acl'] = value;
  }
  const key = fields.get('key')?.value ?? '';
  return {
    ...request,
    method: 'PUT',
    // Path-style, wherever the form went.
    authority: 's3',
    path: objectPath({ bucket, key }),
    query: '',
    headers,
    body: file,
  };
}
