import type { HttpRequest } from '../../src/clients/request.ts';
import { type AwsCredentials, sign } from '../../src/clients/signing.ts';

/** Runs in a bare context: signs guest pages on their way to S3, as a publish does. */

/** Of the length that STS gives. */
const credentials: AwsCredentials = {
  accessKeyId: 'ASIAQNZ4EXAMPLE00000',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: 'FwoGZXIvYXdzEXAMPLE/'.repeat(40),
};

const noon = Date.parse('2027-05-01T12:00:00-07:00');

/** 10 KB, as a guest page has. */
const page: HttpRequest = {
  method: 'PUT',
  url: 'https://s3.us-west-2.amazonaws.com/queenofsandiego.com/g/',
  headers: {
    'Cache-Control': 'public, max-age=0, must-revalidate, s-maxage=86400',
    'If-None-Match': '*',
    'x-amz-meta-booking': 'xhqgmdh',
    'x-amz-meta-fingerprint': '5fb5a0b8c2d94a1e',
  },
  contentType: 'text/html; charset=utf-8',
  body: ''.padEnd(10_000, '<p>Come on board at 8:45 AM — bring layers, and soft soles.</p>\n'),
};

/** How many signatures there are so far. */
export const progress = { signed: 0 };

/** One after another, each of another page at another moment. */
export async function signPages(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const request = { ...page, url: `${page.url}booking-${index}.html` };
    const { headers } = await sign(
      request,
      { service: 's3', region: 'us-west-2' },
      credentials,
      noon + index,
    );
    if (/Signature=[0-9a-f]{64}$/.test(headers.authorization ?? '')) progress.signed += 1;
  }
}
