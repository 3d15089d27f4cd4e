import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { useCloud } from './support/cloud-harness.ts';

const harness = useCloud();

describe('Secrets Manager', () => {
  let client: SecretsManagerClient;
  beforeAll(() => {
    const { endpoints, credentials, region } = harness.cloud;
    client = new SecretsManagerClient({ endpoint: endpoints.aws, credentials, region });
  });
  afterAll(() => client.destroy());

  const value = async (SecretId: string, VersionStage?: string) =>
    (await client.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString;

  test('holds the add-on’s secret: token, key and distribution', async () => {
    const secret = JSON.parse((await value('charter-desk/production')) ?? '');
    expect(secret).toEqual({
      dashboardToken: expect.stringMatching(/^[0-9a-f]{48}$/),
      serviceKey: expect.stringMatching(/^[0-9a-f]{48}$/),
      distributionId: 'E2GUESTPAGES01',
    });
    expect(secret.dashboardToken).not.toBe(secret.serviceKey);
  });

  test('a rotated secret is current, its last value previous, the one before gone from both', async () => {
    const { ARN } = await client.send(new CreateSecretCommand({ Name: 'rotated', SecretString: 'one' }));
    await expect(value('rotated', 'AWSPREVIOUS')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    await client.send(new PutSecretValueCommand({ SecretId: 'rotated', SecretString: 'two' }));
    await client.send(new PutSecretValueCommand({ SecretId: ARN, SecretString: 'three' }));
    expect([await value('rotated'), await value('rotated', 'AWSPREVIOUS'), await value(ARN ?? '')]).toEqual([
      'three',
      'two',
      'three',
    ]);
    const { VersionIdsToStages } = await client.send(new DescribeSecretCommand({ SecretId: 'rotated' }));
    expect(
      Object.values(VersionIdsToStages ?? {})
        .flat()
        .sort(),
    ).toEqual(['AWSCURRENT', 'AWSPREVIOUS']);
  });

  test('a put that is repeated under its token is done once', async () => {
    await client.send(new CreateSecretCommand({ Name: 'repeated', SecretString: 'one' }));
    const put = (SecretString: string) =>
      client.send(
        new PutSecretValueCommand({
          SecretId: 'repeated',
          SecretString,
          ClientRequestToken: '11111111-1111-1111-1111-111111111111',
        }),
      );
    await put('two');
    await put('two');
    expect(await value('repeated', 'AWSPREVIOUS')).toBe('one');
    await expect(put('three')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  test('names what it does not have, and what it has already', async () => {
    await expect(value('nowhere')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await expect(
      client.send(new CreateSecretCommand({ Name: 'charter-desk/production', SecretString: 'x' })),
    ).rejects.toMatchObject({ name: 'ResourceExistsException' });
    const { SecretList } = await client.send(new ListSecretsCommand());
    expect(SecretList?.map(({ Name }) => Name)).toEqual(
      expect.arrayContaining(['charter-desk/production', 'ship-captain-crew/jwt']),
    );
  });

  test('the add-on may read its own secret and no other', async () => {
    const { endpoints, staticAddOnKeys, region } = harness.cloud;
    const addOn = new SecretsManagerClient({ endpoint: endpoints.aws, credentials: staticAddOnKeys, region });
    const get = (SecretId: string) => addOn.send(new GetSecretValueCommand({ SecretId }));
    expect((await get('charter-desk/production')).SecretString).toBeDefined();
    for (const other of ['ship-captain-crew/jwt', 'nowhere']) {
      await expect(get(other)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
    addOn.destroy();
  });
});
