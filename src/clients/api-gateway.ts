import { readAnswer } from './answer.ts';
import type { Aws } from './aws.ts';
import { list, object, optional, type Read, type Shape, string } from './shape.ts';

const apis = object({ item: optional(list(object({ id: string, name: string })), []) });
const stages = object({ item: optional(list(object({ stageName: string })), []) });
/** AWS demands it of clients: without it the items lie elsewhere. */
const headers = { Accept: 'application/json' };

/** Of each API its stages are asked for, and an account may have hundreds. */
const MOST_APIS = 20;

/** Where the REST APIs of this account and region answer: `name https://…`. */
export async function restApis(aws: Aws): Promise<string[]> {
  const get = async <Of extends Shape<unknown>>(
    operation: string,
    path: string,
    shape: Of,
  ): Promise<Read<Of>> => {
    const url = `https://apigateway.${aws.region}.amazonaws.com/restapis${path}`;
    const call = { service: 'API Gateway', operation, repeatable: true };
    return readAnswer(
      shape,
      await aws.send('apigateway', { method: 'GET', url, headers }, call),
      call,
    ) as Read<Of>;
  };
  const { item } = await get('GetRestApis', '?limit=500', apis);
  const found = await Promise.all(
    item.slice(0, MOST_APIS).map(async ({ id, name }) => {
      const { item: ofApi } = await get('GetStages', `/${id}/stages`, stages);
      return ofApi.map(
        ({ stageName }) => `${name} https://${id}.execute-api.${aws.region}.amazonaws.com/${stageName}`,
      );
    }),
  );
  return found.flat();
}
