import path from 'node:path';
import { subjectOf } from './cloud/google-identity.ts';
import { type Identity, type Resource, Stack } from './cloudformation/stack.ts';
import { deployment } from './deployment.ts';
import { projectRoot } from './project-root.ts';

const { accountId, region, guest, legacy, photos, mail, calendarApi, crewApi } = deployment;

/** What the operator of this deployment gives to `infra/charter-desk.yaml`. */
const parameters = {
  SiteDomain: guest.host,
  CertificateArn: `arn:aws:acm:us-east-1:${accountId}:certificate/4f6c1de0-6f0a-4d5e-9f0e-4b8b1c1f9a10`,
  GuestBucketName: guest.bucket,
  LegacyBucketName: legacy.bucket,
  PhotosBucketName: photos.bucket,
  MailDomain: mail.verifiedDomain,
  SummarySender: mail.sender,
  CrewSender: mail.crewSender,
  EventsTable: deployment.eventsTable,
  SecretName: deployment.addOnSecretId,
  GoogleClientId: deployment.oauthClientId,
  GoogleSubjects: deployment.publishers.map(subjectOf).join(),
};

/**
 * What the templates make of this deployment: the local cloud has its policies from here.
 * @param folder where they stand; `build/infra` has them as they are deployed
 */
export function deployedStack(changes: Record<string, string> = {}, folder = 'infra'): Stack {
  const file = path.resolve(projectRoot(), folder, 'charter-desk.yaml');
  return new Stack(file, { ...parameters, ...changes }, { accountId, region }, identify);
}

const arn = (service: string, resource: string) => `arn:aws:${service}:${region}:${accountId}:${resource}`;

/** What AWS would call a resource. */
export function identify(place: string, { type, properties }: Resource): Identity {
  const name = (property: string) => String(properties[property] ?? place);
  const named = (ref: string, attributes: Record<string, string> = {}): Identity => ({ ref, attributes });
  switch (type) {
    case 'AWS::S3::Bucket': {
      const bucket = name('BucketName');
      const RegionalDomainName = `${bucket}.s3.${region}.amazonaws.com`;
      return named(bucket, { Arn: `arn:aws:s3:::${bucket}`, RegionalDomainName });
    }
    case 'AWS::DynamoDB::Table':
      return named(name('TableName'), { Arn: arn('dynamodb', `table/${name('TableName')}`) });
    case 'AWS::Lambda::Function':
      return named(name('FunctionName'), { Arn: arn('lambda', `function:${name('FunctionName')}`) });
    case 'AWS::IAM::Role':
      return named(name('RoleName'), { Arn: `arn:aws:iam::${accountId}:role/${name('RoleName')}` });
    case 'AWS::Logs::LogGroup':
      return named(name('LogGroupName'), { Arn: arn('logs', `log-group:${name('LogGroupName')}:*`) });
    case 'AWS::SecretsManager::Secret':
      // Secrets Manager ends each with six characters of its own.
      return named(arn('secretsmanager', `secret:${name('Name')}-??????`));
    case 'AWS::Events::Rule':
      return named(place, { Arn: arn('events', `rule/${place.replaceAll('/', '-')}`) });
    case 'AWS::ApiGateway::RestApi': {
      const api = [calendarApi, crewApi].find((one) => one.name === properties.Name);
      return named(api?.id ?? place, { RootResourceId: 'root' });
    }
    case 'AWS::ApiGateway::Stage':
      return named(name('StageName'));
    case 'AWS::CloudFront::Distribution':
      return named(guest.distributionId, { DomainName: guest.distributionHost });
    case 'AWS::CloudFront::OriginAccessControl':
      return named(place, { Id: place });
    case 'AWS::CloudFront::Function':
      return named(place, { FunctionARN: `arn:aws:cloudfront::${accountId}:function/${place}` });
    default:
      return named(place);
  }
}
