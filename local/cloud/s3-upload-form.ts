import { AwsError } from './aws-error.ts';
import type { CloudRequest } from './http-message.ts';

/** S3's limit for all that comes before the file, in bytes. */
const mostBytesBeforeFile = 20_480;

// biome-ignore lint/suspicious/noTemplateCurlyInString: S3's own notation.
const fileNameVariable = '${filename}';

/** A browser's upload to a bucket, `multipart/form-data` with the fields before the file. */
export interface UploadForm {
  /** By names in lower case; `${filename}` stands expanded in the values. */
  fields: ReadonlyMap<string, UploadField>;
  file: Uint8Array;
}

export interface UploadField {
  /** As sent. */
  name: string;
  value: string;
}

/**
 * Reads a form as S3 does: names in any case, what comes after the file ignored, values of one name joined by a
 * comma. Throws `AwsError`, with AWS's codes rather than those of its documentation, which differ: as people and
 * LocalStack's tests have recorded them (tests/aws/services/s3/test_s3.snapshot.json, TestS3PresignedPost).
 */
export async function readUploadForm(request: CloudRequest): Promise<UploadForm> {
  const type = request.headers['content-type'] ?? '';
  if (!/^multipart\/form-data\b/i.test(type)) {
    throw new AwsError(
      412,
      'PreconditionFailed',
      'At least one of the pre-conditions you specified did not hold',
      { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
    );
  }
  const parts = [...(await parse(request.body, type))];
  const isFile = ([name]: readonly [string, unknown]) => name.toLowerCase() === 'file';
  const files = parts.filter(isFile);
  const [file] = files;
  if (!file || files.length > 1) {
    throw new AwsError(400, 'InvalidArgument', 'POST requires exactly one file upload per request.', {
      ArgumentName: 'file',
      ArgumentValue: String(files.length),
    });
  }
  const before = await Promise.all(
    parts
      .slice(0, parts.findIndex(isFile))
      .map(async ([name, value]) => ({ name, value: await text(value) })),
  );
  checkLength(before);
  const fileName = typeof file[1] === 'string' ? undefined : lastSegment(file[1].name);
  const fields = new Map<string, UploadField>();
  for (const { name, value } of before) {
    const earlier = fields.get(name.toLowerCase());
    const expanded = fileName === undefined ? value : value.replaceAll(fileNameVariable, () => fileName);
    fields.set(name.toLowerCase(), {
      name,
      value: earlier === undefined ? expanded : `${earlier.value},${expanded}`,
    });
  }
  return { fields, file: await bytes(file[1]) };
}

async function parse(body: Uint8Array, type: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { 'content-type': type } }).formData();
  } catch {
    throw new AwsError(
      400,
      'MalformedPOSTRequest',
      'The body of your POST request is not well-formed multipart/form-data.',
    );
  }
}

function checkLength(fields: readonly UploadField[]): void {
  const length = fields.reduce(
    (sum, { name, value }) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (length <= mostBytesBeforeFile) return;
  throw new AwsError(
    400,
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceeding the upload file was too large.',
    { MaxPostPreDataLengthBytes: String(mostBytesBeforeFile) },
  );
}

/** Some browsers gave the whole path of a file, in either notation. */
function lastSegment(path: string): string {
  return path.replace(/^.*[\\/]/s, '');
}

/** A part with a file name counts as a file to the platform, and as a field to S3. */
function text(value: string | File): string | Promise<string> {
  return typeof value === 'string' ? value : value.text();
}

async function bytes(value: string | File): Promise<Uint8Array> {
  return typeof value === 'string' ? Buffer.from(value) : new Uint8Array(await value.arrayBuffer());
}
