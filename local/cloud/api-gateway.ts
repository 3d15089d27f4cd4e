import { deployment } from '../deployment.ts';
import { AwsError } from './aws-error.ts';
import type { AwsService } from './aws-service.ts';
import { type CloudRequest, type CloudResponse, respondJson } from './http-message.ts';
import type { Permission } from './policy.ts';

const route = /^\/restapis(?:\/([^/]+)(\/stages)?)?\/?$/;

const apis = [deployment.calendarApi, deployment.crewApi];
const created = Date.parse('2025-01-01T00:00:00Z') / 1000;

/** API Gateway's control plane: which REST APIs there are, and at which stage they answer. */
export class ApiGateway implements AwsService {
  readonly signingName = 'apigateway';
  readonly protocol = 'rest-json';
  readonly operations = ['GetRestApis', 'GetRestApi', 'GetStages'];

  operation({ method, path }: CloudRequest): string {
    const [matched, id, stages] = route.exec(path) ?? [];
    if (method !== 'GET' || matched === undefined) return 'Unknown';
    if (stages) return 'GetStages';
    return id ? 'GetRestApi' : 'GetRestApis';
  }

  permissions({ method, path }: CloudRequest): Permission[] {
    return [{ action: `apigateway:${method}`, resource: `arn:aws:apigateway:${deployment.region}::${path}` }];
  }

  async handle(request: CloudRequest): Promise<CloudResponse> {
    const operation = this.operation(request);
    if (operation === 'Unknown') {
      throw new AwsError(
        404,
        'NotFoundException',
        `The local API Gateway has no ${request.method} ${request.path}.`,
      );
    }
    if (operation === 'GetRestApis') return collection(request, apis.map(describe));
    const api = apis.find(({ id }) => id === route.exec(request.path)?.[1]);
    if (!api) throw new AwsError(404, 'NotFoundException', 'Invalid API identifier specified');
    if (operation === 'GetRestApi') return respondJson(200, describe(api));
    return collection(request, [
      {
        stageName: api.stage,
        deploymentId: api.id.slice(0, 6),
        cacheClusterEnabled: false,
        createdDate: created,
        lastUpdatedDate: created,
      },
    ]);
  }
}

/** Whoever doesn't ask for `application/json` gets HAL, in which the items lie deeper; AWS's own clients ask for it. */
function collection({ headers }: CloudRequest, item: unknown[]): CloudResponse {
  return respondJson(200, headers.accept === 'application/json' ? { item } : { _embedded: { item } });
}

function describe({ id, name }: { id: string; name: string }): unknown {
  return {
    id,
    name,
    createdDate: created,
    apiKeySource: 'HEADER',
    endpointConfiguration: { types: ['REGIONAL'] },
    disableExecuteApiEndpoint: false,
  };
}
