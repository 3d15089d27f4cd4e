import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a command of the `aws` tool made, as far as it is the same each time. */
export interface RecordedRequest {
  /** `PutSecretValue`, or method and path where the service goes by those. */
  operation: string;
  /** Names and values; of a template and of what is made up for each run, the name alone. */
  parameters: Record<string, string>;
}

/** What the tool says of one of its commands, and what that sends. */
export interface RecordedCommand {
  command: string;
  options: string[];
  requests: RecordedRequest[];
}

/** Asks the tool on this machine. Nothing leaves the machine: an AWS of a few lines answers. */
export async function recordAwsCommand(words: readonly string[], folder: string): Promise<RecordedCommand> {
  const [, service = '', operation = ''] = words;
  const help = await aws([service, operation, 'help'], folder, { AWS_PAGER: '', MANPAGER: 'cat' });
  const requests: RecordedRequest[] = [];
  const server = createServer(async (request, response) => {
    const recorded = shapeOf(request, await bodyOf(request));
    requests.push(recorded);
    const { status, body } = answerTo(recorded, requests, operation === 'deploy');
    response.writeHead(status, { etag: '"0"', 'content-type': 'text/xml' }).end(body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  try {
    await aws(words.slice(1), folder, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      AWS_DEFAULT_REGION: 'us-west-2',
    });
  } finally {
    server.close();
  }
  return { command: words.join(' '), options: optionsIn(help), requests: distinct(requests) };
}

export function awsVersion(folder: string): Promise<string> {
  return aws(['--version'], folder).then((words) => words.split(' ')[0] ?? '');
}

async function aws(words: readonly string[], folder: string, more: NodeJS.ProcessEnv = {}): Promise<string> {
  const child = spawn('aws', words, { cwd: folder, env: { ...process.env, ...more } });
  const texts: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => texts.push(text));
  const errors: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0)
    throw new Error(`aws ${words.slice(0, 2).join(' ')} ended with ${code}: ${errors.join('')}`);
  return texts.join('');
}

/** Of the synopsis, in which bold letters are typed twice over each other. */
function optionsIn(help: string): string[] {
  const plain = help.replace(/.[\b]/g, '');
  const [, synopsis = ''] = /\nSYNOPSIS\n([\s\S]*?)\n[A-Z]/.exec(plain) ?? [];
  const named = synopsis.match(/--[a-z0-9-]+/g) ?? [];
  // Those of `aws s3` stand in the text alone.
  const described = [...plain.matchAll(/^ +(--[a-z0-9-]+)/gm)].map(([, option = '']) => option);
  return [...new Set([...named, ...described])].sort();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function shapeOf({ method = '', url = '', headers }: IncomingMessage, body: string): RecordedRequest {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { operation: target.split('.')[1] ?? '', parameters: strings(JSON.parse(body)) };
  }
  if (headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    const { Action = '', Version: _, ...parameters } = Object.fromEntries(new URLSearchParams(body));
    return { operation: Action, parameters: strings(parameters) };
  }
  // A key that holds the hash of what is uploaded is another with every change of the code.
  const path = url.replace(/[0-9a-f]{32}(\.template|)$/, '{hash}$1').replace(/\?.*/, '');
  return { operation: `${method} ${path}`, parameters: {} };
}

const MADE_UP = ['TemplateBody', 'ChangeSetName', 'Description', 'ClientRequestToken', 'StackName'];

function strings(values: Record<string, unknown>): Record<string, string> {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    MADE_UP.includes(name) && !/^charter-desk$/.test(String(value)) ? '' : String(value),
  ]);
  return Object.fromEntries(entries.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)));
}

function distinct(requests: readonly RecordedRequest[]): RecordedRequest[] {
  const seen = new Set(requests.map((request) => JSON.stringify(request)));
  return [...seen].map((text) => JSON.parse(text) as RecordedRequest);
}

/** As much of AWS as it takes for the tool to go on to its next request. A `new` stack isn't there before it is made. */
function answerTo(
  { operation }: RecordedRequest,
  before: readonly RecordedRequest[],
  isNew: boolean,
): { status: number; body: string } {
  const isMade = before.some((one) => one.operation === 'ExecuteChangeSet');
  const result = (inner: string) => ({
    status: 200,
    body: `<${operation}Response><${operation}Result>${inner}</${operation}Result></${operation}Response>`,
  });
  if (operation.startsWith('HEAD')) return { status: 404, body: '' };
  switch (operation) {
    case 'CreateChangeSet':
      return result('<Id>arn:aws:cloudformation:us-west-2:123456789012:changeSet/x/y</Id>');
    case 'DescribeChangeSet':
      return result('<Status>CREATE_COMPLETE</Status>');
    case 'ExecuteChangeSet':
      return result('');
    case 'DescribeStacks':
      if (isNew && !isMade) return { status: 400, body: NO_SUCH_STACK };
      return result(
        '<Stacks><member><StackName>charter-desk</StackName><CreationTime>2027-05-01T19:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus></member></Stacks>',
      );
    default:
      return { status: 200, body: operation.includes(' ') ? '' : '{}' };
  }
}

const NO_SUCH_STACK =
  '<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id charter-desk does not exist</Message></Error></ErrorResponse>';
