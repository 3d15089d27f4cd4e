import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { bodyText, type CloudRequest, type CloudResponse, respond } from './http-message.ts';
import { distributionArn } from './iam.ts';
import type { Invalidation, Invalidations } from './invalidations.ts';
import type { Permission } from './policy.ts';
import { parseXml, type XmlNode, xmlDocument, xmlList, xmlText } from './xml.ts';

const xmlns = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';
const route = /^\/2020-05-31\/distribution(?:\/([^/]+)(\/invalidation(?:\/([^/]+))?)?)?\/?$/;
const { distributionId, distributionHost, host, bucket } = deployment.guest;

/** CloudFront's control plane for the one distribution of the deployment. */
export class CloudFront implements AwsService {
  readonly signingName = 'cloudfront';
  readonly protocol = 'rest-xml';
  readonly operations = [
    'CreateInvalidation',
    'GetInvalidation',
    'ListInvalidations',
    'GetDistribution',
    'ListDistributions',
  ];
  private readonly invalidations: Invalidations;

  constructor(invalidations: Invalidations) {
    this.invalidations = invalidations;
  }

  operation({ method, path }: CloudRequest): string {
    const [matched, id, invalidation, invalidationId] = route.exec(path) ?? [];
    if (matched === undefined) return 'Unknown';
    if (method === 'POST') return invalidation && !invalidationId ? 'CreateInvalidation' : 'Unknown';
    if (method !== 'GET') return 'Unknown';
    if (invalidationId) return 'GetInvalidation';
    if (invalidation) return 'ListInvalidations';
    return id ? 'GetDistribution' : 'ListDistributions';
  }

  permissions(request: CloudRequest): Permission[] {
    const [, id = '*'] = route.exec(request.path) ?? [];
    return [{ action: `cloudfront:${this.operation(request)}`, resource: distributionArn(id) }];
  }

  async handle(request: CloudRequest): Promise<CloudResponse> {
    const operation = this.operation(request);
    const [, id, , invalidationId] = route.exec(request.path) ?? [];
    if (id !== undefined && id !== distributionId) {
      throw new AwsError(404, 'NoSuchDistribution', 'The specified distribution does not exist.');
    }
    switch (operation) {
      case 'CreateInvalidation':
        return this.create(request);
      case 'GetInvalidation': {
        const invalidation = this.invalidations.all.find((one) => one.id === invalidationId);
        if (!invalidation)
          throw new AwsError(404, 'NoSuchInvalidation', 'The specified invalidation does not exist.');
        return xml(200, { Invalidation: { '@xmlns': xmlns, ...this.describe(invalidation) } });
      }
      case 'ListInvalidations':
        return this.list();
      case 'GetDistribution':
        return xml(
          200,
          { Distribution: { '@xmlns': xmlns, ...distribution, DistributionConfig: config } },
          { etag: 'E1' },
        );
      case 'ListDistributions':
        return xml(200, {
          DistributionList: {
            '@xmlns': xmlns,
            Marker: '',
            MaxItems: 100,
            IsTruncated: false,
            Quantity: 1,
            Items: { DistributionSummary: { ...distribution, ...config } },
          },
        });
      default:
        throw new AwsError(
          404,
          'NoSuchResource',
          `The local CloudFront has no ${request.method} ${request.path}.`,
        );
    }
  }

  private create(request: CloudRequest): CloudResponse {
    const batch = readBatch(bodyText(request));
    const paths = xmlList(batch, 'InvalidationBatch', 'Paths', 'Items', 'Path').map(String);
    if (Number(xmlText(batch, 'InvalidationBatch', 'Paths', 'Quantity')) !== paths.length) {
      throw new AwsError(
        400,
        'InconsistentQuantities',
        'The value of Quantity and the size of Items do not match.',
      );
    }
    const reference = xmlText(batch, 'InvalidationBatch', 'CallerReference') ?? '';
    const invalidation = this.invalidations.create(reference, paths);
    return xml(
      201,
      { Invalidation: { '@xmlns': xmlns, ...this.describe(invalidation) } },
      {
        location: `https://cloudfront.amazonaws.com/2020-05-31/distribution/${distributionId}/invalidation/${invalidation.id}`,
      },
    );
  }

  private list(): CloudResponse {
    const newestFirst = this.invalidations.all.toReversed();
    return xml(200, {
      InvalidationList: {
        '@xmlns': xmlns,
        Marker: '',
        MaxItems: 100,
        IsTruncated: false,
        Quantity: newestFirst.length,
        Items: {
          InvalidationSummary: newestFirst.map((invalidation) => ({
            Id: invalidation.id,
            CreateTime: new Date(invalidation.createdAt).toISOString(),
            Status: this.invalidations.status(invalidation),
          })),
        },
      },
    });
  }

  private describe(invalidation: Invalidation): XmlNode {
    return {
      Id: invalidation.id,
      Status: this.invalidations.status(invalidation),
      CreateTime: new Date(invalidation.createdAt).toISOString(),
      InvalidationBatch: {
        Paths: { Quantity: invalidation.paths.length, Items: { Path: invalidation.paths } },
        CallerReference: invalidation.callerReference,
      },
    };
  }
}

const distribution = {
  Id: distributionId,
  ARN: distributionArn(distributionId),
  Status: 'Deployed',
  LastModifiedTime: '2025-01-01T00:00:00.000Z',
  InProgressInvalidationBatches: 0,
  DomainName: distributionHost,
};

const config = {
  Aliases: { Quantity: 1, Items: { CNAME: host } },
  Origins: {
    Quantity: 2,
    Items: {
      Origin: [
        { Id: 'guest-pages', DomainName: `${bucket}.s3.${deployment.region}.amazonaws.com`, OriginPath: '' },
        {
          Id: 'ship-captain-crew',
          DomainName: `${deployment.crewApi.id}.execute-api.${deployment.region}.amazonaws.com`,
          OriginPath: `/${deployment.crewApi.stage}`,
        },
      ],
    },
  },
  Comment: 'Guest pages',
  Enabled: true,
};

function readBatch(body: string): unknown {
  if (body === '')
    throw new AwsError(
      400,
      'MissingBody',
      'This operation requires a body. Ensure that the body is present and the Content-Type header is set.',
    );
  try {
    return parseXml(body);
  } catch {
    throw new AwsError(
      400,
      'MalformedXML',
      '1 validation error detected: The XML you provided was not well-formed.',
    );
  }
}

function xml(status: number, root: XmlNode, headers: Record<string, string> = {}): CloudResponse {
  return respond(status, xmlDocument(root), { 'content-type': 'text/xml', ...headers });
}
