import type { AwsError } from './aws-error.ts';
import { type CloudResponse, respond } from './http-message.ts';
import { xmlDocument } from './xml.ts';

/** The wire protocols of AWS; each writes errors its own way. */
export type Protocol = 's3' | 'query' | 'rest-xml' | 'json-1.0' | 'json-1.1' | 'rest-json';

/**
 * Puts an error into the form that the real service uses. Shapes as the AWS protocols are published:
 * smithy.io/2.0/aws/protocols, and the S3 and CloudFront API references.
 */
export function renderError(
  protocol: Protocol,
  error: AwsError,
  requestId: string,
  headOnly: boolean,
): CloudResponse {
  switch (protocol) {
    case 's3':
      return respond(
        error.status,
        // S3 answers HEAD with a status alone: no code, no message.
        headOnly
          ? ''
          : xmlDocument({
              Error: { Code: error.code, Message: error.message, ...error.details, RequestId: requestId },
            }),
        { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
      );
    case 'query':
    case 'rest-xml':
      return respond(
        error.status,
        xmlDocument({
          ErrorResponse: {
            '@xmlns':
              protocol === 'query'
                ? 'https://sts.amazonaws.com/doc/2011-06-15/'
                : 'http://cloudfront.amazonaws.com/doc/2020-05-31/',
            Error: {
              Type: error.status < 500 ? 'Sender' : 'Receiver',
              Code: error.code,
              Message: error.message,
            },
            RequestId: requestId,
          },
        }),
        { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      );
    case 'json-1.0':
      return json(error, requestId, 'application/x-amz-json-1.0', {
        __type: `com.amazon.coral.service#${error.code}`,
      });
    case 'json-1.1':
      return json(error, requestId, 'application/x-amz-json-1.1', { __type: error.code });
    case 'rest-json':
      return json(error, requestId, 'application/json', {}, { 'x-amzn-errortype': error.code });
  }
}

function json(
  error: AwsError,
  requestId: string,
  contentType: string,
  type: Record<string, string>,
  headers: Record<string, string> = {},
): CloudResponse {
  return respond(error.status, JSON.stringify({ ...type, message: error.message }), {
    'content-type': contentType,
    'x-amzn-requestid': requestId,
    ...headers,
  });
}
