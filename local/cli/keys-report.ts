import { HASH_PARAMETERS, type Hashes, type KeyName, type Rotation } from './keys-file.ts';

export interface Place {
  file: string;
  /** The CloudFormation stack. */
  stack: string;
  /** The add-on's secret. */
  secret: string;
}

/** How long the add-on keeps what it read of its secret. */
const MINUTES_KEPT = 10;

export function newKeysSteps(hashes: Hashes, place: Place): string[] {
  const names = Object.keys(HASH_PARAMETERS) as KeyName[];
  return [
    `The keys are in ${place.file}, which only you can read. Next:`,
    '',
    '1. Deploy with their hashes, which are no secret:',
    ...names.map((name) => `   ${HASH_PARAMETERS[name]}=${hashes[name]}`),
    '2. Once the stack is there, put them into the secret:',
    `   ${putCommand(place)}`,
  ];
}

/** Without a gap: for as long as anybody may still show the old key, the service takes both. */
export function rotationSteps({ name, before, after }: Rotation, place: Place): string[] {
  // What it isn't given, it leaves as it is.
  const deploy = (hash: string) =>
    `   aws cloudformation deploy --stack-name ${place.stack} --template-file packaged.yaml --capabilities CAPABILITY_NAMED_IAM CAPABILITY_AUTO_EXPAND --parameter-overrides ${HASH_PARAMETERS[name]}=${hash}`;
  return [
    `The new ${name} is in ${place.file}, beside what else was there. Next, in this order:`,
    '',
    '1. Have the service take both, and wait until the stack is updated:',
    deploy(`${before},${after}`),
    '2. Put the new one into the secret:',
    `   ${putCommand(place)}`,
    `3. After ${MINUTES_KEPT} minutes nobody shows the old one any more. Have the service forget it:`,
    deploy(after),
    '4. Charter → Check connections says that all is well.',
  ];
}

function putCommand({ file, secret }: Place): string {
  return `aws secretsmanager put-secret-value --secret-id ${secret} --secret-string file://${file} && rm ${file}`;
}
