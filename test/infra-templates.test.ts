import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { buckets, corsRules } from '../local/cloud/seed.ts';
import type { Stack } from '../local/cloudformation/stack.ts';
import { deployedStack } from '../local/deployed-stack.ts';
import { deployment } from '../local/deployment.ts';
import { readEnvironment as readCalendarEnvironment } from '../services/jada-calendar/environment.ts';
import { tables as calendarTables } from '../services/jada-calendar/tables.ts';
import { readEnvironment as readCrewEnvironment } from '../services/ship-captain-crew/environment.ts';
import { tables as crewTables } from '../services/ship-captain-crew/tables.ts';
import { Specification } from './support/cloudformation-specification.ts';

const ownStack = deployedStack();
const withoutServices = deployedStack({
  OwnServices: 'no',
  CrewUrl: 'https://abc123.execute-api.us-west-2.amazonaws.com/live',
});

function propertiesOf(place: string, stack: Stack = ownStack): Record<string, unknown> {
  const resource = stack.resources.get(place);
  if (!resource) throw new Error(`There is no ${place}.`);
  return resource.properties;
}

describe('the templates', () => {
  let specification: Specification;
  beforeAll(async () => {
    specification = await Specification.load();
  });

  it.each([
    ['with our own services', ownStack],
    ['with services that run already', withoutServices],
    ['without a legacy bucket', deployedStack({ LegacyBucketName: '' })],
    ['with a mail domain that is verified already', deployedStack({ VerifyMailDomain: 'no' })],
  ])('have what AWS’s description of each resource wants, and nothing that it lacks, %s', (_, stack) => {
    const faults = [...stack.resources].flatMap(([place, resource]) =>
      specification.faults(resource).map((fault) => `${place}: ${fault}`),
    );
    expect(faults).toEqual([]);
    expect(stack.resources.size).toBeGreaterThan(8);
  });

  it('would be refused with a name or a value that AWS doesn’t know', () => {
    const faults = (properties: Record<string, unknown>) =>
      specification.faults({ type: 'AWS::DynamoDB::Table', properties });
    expect(faults({ TableNam: 'x' })).toEqual([
      'AWS::DynamoDB::Table: wants KeySchema',
      'AWS::DynamoDB::Table: has no TableNam',
    ]);
    expect(faults({ KeySchema: [{ AttributeName: 'id', KeyType: true }] })).toEqual([
      'AWS::DynamoDB::Table.KeySchema[0].KeyType: true is no string',
    ]);
  });

  it('leave out our services where others run, and send guests to those', () => {
    const types = (stack: Stack) => new Set([...stack.resources.values()].map(({ type }) => type));
    expect(types(ownStack)).toContain('AWS::Lambda::Function');
    for (const type of ['AWS::Lambda::Function', 'AWS::DynamoDB::Table', 'AWS::ApiGateway::RestApi']) {
      expect(types(withoutServices)).not.toContain(type);
    }
    const { DistributionConfig } = propertiesOf('GuestSite/Distribution', withoutServices);
    expect(DistributionConfig).toMatchObject({
      Origins: [{}, { DomainName: 'abc123.execute-api.us-west-2.amazonaws.com', OriginPath: '/live' }],
    });
  });

  it.each([
    [{ CertificateArn: 'arn:aws:acm:us-west-2:123456789012:certificate/x' }, 'CertificateArn'],
    [{ PhotosBucketName: 'photos.example.com' }, 'PhotosBucketName'],
    [{ OwnServices: 'no', CrewUrl: 'https://crew.example.com' }, 'CrewUrl'],
    [{ GoogleClientId: '123456' }, 'GoogleClientId'],
    [{ SiteDomain: 'https://charters.example.com' }, 'SiteDomain'],
  ])('refuse %j', (changes, parameter) => {
    expect(() => deployedStack(changes)).toThrow(`for the parameter ${parameter}.`);
  });

  it.each([
    [{ PhotosBucketName: '' }, 'Our own crew system wants PhotosBucketName.'],
    [{ CrewSender: '' }, 'Our own crew system wants CrewSender.'],
    [{ OwnServices: 'no' }, 'Without our own services the guest site wants CrewUrl.'],
    [{ MailDomain: '' }, 'To verify a mail domain wants MailDomain.'],
  ])('say what is missing of %j', (changes, words) => {
    expect(() => deployedStack(changes)).toThrow(words);
  });

  it('want no more than what they use', () => {
    const crewUrl = 'https://abc123.execute-api.us-west-2.amazonaws.com/live';
    const unused = { PhotosBucketName: '', CrewSender: '', MailDomain: '', VerifyMailDomain: 'no' };
    const { resources } = deployedStack({ OwnServices: 'no', CrewUrl: crewUrl, ...unused });
    expect([...resources.keys()]).toEqual(expect.arrayContaining(['AddOn/Role', 'GuestSite/Distribution']));
  });

  it('give what the Settings tab wants, under the values that the examples have', async () => {
    const settings = await readFile(path.join(import.meta.dirname, '../examples/settings.csv'), 'utf8');
    const value = (name: string) =>
      settings
        .split('\n')
        .find((line) => line.startsWith(`${name},`))
        ?.split(',')[1];
    expect(ownStack.outputs).toMatchObject({
      Region: value('Region'),
      RoleArn: value('Role ARN'),
      SecretId: value('Secret id'),
      GuestBucket: value('Guest bucket'),
      GuestPageUrl: value('Guest page URL'),
      CalendarUrl: value('Calendar URL'),
      CrewUrl: value('Crew URL'),
      CrewFunction: value('Crew function'),
      UploadBucket: value('Upload bucket'),
      EventsTable: value('Events table'),
    });
  });
});

describe('the templates as they are built', () => {
  const built = deployedStack({}, 'build/infra');

  it('are the same, with the code of the guest paths in them', async () => {
    const code = await readFile(path.join(import.meta.dirname, '../cloudfront/guest-path.js'), 'utf8');
    const { FunctionCode, ...others } = propertiesOf('GuestSite/GuestPath', built);
    expect(FunctionCode).toBe(code);
    // CloudFront takes no more.
    expect(Buffer.byteLength(code)).toBeLessThan(10 * 1024);
    expect(others).toEqual({ ...propertiesOf('GuestSite/GuestPath'), FunctionCode: undefined });
    const withoutCode = (stack: Stack) =>
      [...stack.resources].filter(([place]) => place !== 'GuestSite/GuestPath');
    expect(withoutCode(built)).toEqual(withoutCode(ownStack));
  });

  it('find each service where its code is', async () => {
    for (const place of ['Calendar/Function', 'Crew/Function']) {
      const { Code, Handler } = propertiesOf(place, built);
      expect(Handler).toBe('index.handler');
      const file = path.join(import.meta.dirname, '../build/infra', String(Code), 'index.mjs');
      expect(await readFile(file, 'utf8')).toMatch(/export\s*\{[^}]*\bhandler\b/);
    }
  });
});

describe('what the services find', () => {
  const tableOf = ({
    TableName,
    AttributeDefinitions,
    KeySchema,
    GlobalSecondaryIndexes,
  }: CreateTableCommandInput) => ({
    TableName,
    AttributeDefinitions,
    KeySchema,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
  });

  it('are the tables that they are written for, and what they hold for a while goes by itself', () => {
    const deployed = [...ownStack.resources.values()].filter(({ type }) => type === 'AWS::DynamoDB::Table');
    expect(
      deployed.map(({ properties }) => tableOf(properties as unknown as CreateTableCommandInput)),
    ).toEqual([...calendarTables, ...crewTables].map(tableOf));
    const kept = deployed.filter(({ properties }) => !('TimeToLiveSpecification' in properties));
    expect(kept.map(({ properties }) => properties.TableName)).toEqual(['jada-entries', 'scc-events']);
  });

  it('are variables that they can read', () => {
    const variables = (place: string) =>
      (propertiesOf(place).Environment as { Variables: Record<string, string> }).Variables;
    const hash = 'a'.repeat(64);
    const stack = deployedStack({ DashboardTokenHash: hash, ServiceKeyHash: hash });
    expect(stack.outputs.Region).toBe(deployment.region);
    expect(readCalendarEnvironment(variables('Calendar/Function'))).toEqual(variables('Calendar/Function'));
    const { environment } = readCrewEnvironment(variables('Crew/Function')) as { environment: object };
    expect(environment).toEqual(variables('Crew/Function'));
  });

  it('is a bucket of photos that answers the guest site and no other', () => {
    const { CorsConfiguration } = propertiesOf('Crew/Photos') as {
      CorsConfiguration: { CorsRules: Record<string, unknown>[] };
    };
    const [rule] = corsRules.get(deployment.photos.bucket) ?? [];
    expect(CorsConfiguration.CorsRules).toEqual([
      {
        AllowedOrigins: rule?.allowedOrigins,
        AllowedMethods: rule?.allowedMethods,
        ExposedHeaders: rule?.exposedHeaders,
        MaxAge: rule?.maxAgeSeconds,
      },
    ]);
    expect(buckets).toEqual(
      expect.arrayContaining([
        propertiesOf('GuestSite/Bucket').BucketName,
        propertiesOf('Crew/Photos').BucketName,
      ]),
    );
  });

  it('is an API that takes every body for text, as the local one does', () => {
    for (const place of ['Calendar/Api/Api', 'Crew/Api/Api']) {
      expect(propertiesOf(place)).not.toHaveProperty('BinaryMediaTypes');
    }
  });

  it('is an API that takes no more than so many requests a second', () => {
    for (const place of ['Calendar/Api/Stage', 'Crew/Api/Stage']) {
      expect(propertiesOf(place).MethodSettings).toEqual([
        { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: '20', ThrottlingBurstLimit: '60' },
      ]);
    }
  });
});

describe('both buckets', () => {
  it.each(['GuestSite/Bucket', 'Crew/Photos'])('are private: %s', (place) => {
    expect(propertiesOf(place).PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
  });
});
