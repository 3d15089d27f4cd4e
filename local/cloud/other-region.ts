import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { type CloudRequest, type CloudResponse, respond, respondJson } from './http-message.ts';
import { s3Address } from './s3-address.ts';
import { buckets } from './seed.ts';
import { xmlDocument } from './xml.ts';

/** What a regional service says where this account has nothing. S3 knows all buckets everywhere, and sends on. */
export function answerElsewhere(service: AwsService, request: CloudRequest, region: string): CloudResponse {
  const operation = service.operation(request);
  switch (service.signingName) {
    case 's3':
      return answerForBucket(s3Address(request).bucket);
    case 'dynamodb':
      throw new AwsError(400, 'ResourceNotFoundException', 'Requested resource not found');
    case 'secretsmanager':
      throw new AwsError(
        400,
        'ResourceNotFoundException',
        "Secrets Manager can't find the specified secret.",
      );
    case 'ses':
      if (operation === 'ListEmailIdentities') return respondJson(200, { EmailIdentities: [] });
      throw operation === 'SendEmail'
        ? new AwsError(
            400,
            'MessageRejected',
            `Email address is not verified. The following identities failed the check in region ${region.toUpperCase()}`,
          )
        : new AwsError(404, 'NotFoundException', 'Email identity does not exist.');
    case 'apigateway':
      if (operation === 'GetRestApis') return respondJson(200, { item: [] });
      throw new AwsError(404, 'NotFoundException', 'Invalid API identifier specified');
    default:
      throw new AwsError(404, 'ResourceNotFoundException', 'Function not found');
  }
}

/** docs.aws.amazon.com/AmazonS3/latest/userguide/Redirects.html, for path-style requests to a regional endpoint. */
function answerForBucket(bucket: string): CloudResponse {
  if (!buckets.includes(bucket)) {
    throw new AwsError(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });
  }
  const { region } = deployment;
  const error = {
    Code: 'PermanentRedirect',
    Message:
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
    Endpoint: `s3.${region}.amazonaws.com`,
    Bucket: bucket,
  };
  return respond(301, xmlDocument({ Error: error }), {
    'content-type': 'application/xml',
    'x-amz-bucket-region': region,
  });
}
