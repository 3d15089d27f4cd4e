import { deployment } from '../deployment.ts';

/** `GET /prod/events/evt_1` → `GET /events/{id}`, so that one name stands for one operation of a REST API. */
export function apiOperation({ method, path }: { method: string; path: string }): string {
  const generic = path
    .replace(/^\/[^/]*/, '')
    .replace(/^\/(events|calendar)\/[^/]+/, '/$1/{id}')
    .replace(/^\/g\/[^/]+\//, '/g/{id}/');
  return `${method} ${generic}`;
}

const collection = (path: string): string[] => [
  `POST ${path}`,
  `GET ${path}`,
  ...['GET', 'PATCH', 'DELETE'].map((method) => `${method} ${path}/{id}`),
];

/** What the two services answer, by their API's name. */
export const apiOperations: Readonly<Record<string, readonly string[]>> = {
  [deployment.calendarApi.name]: collection('/calendar'),
  [deployment.crewApi.name]: [
    ...collection('/events'),
    'GET /crew/confirm',
    'POST /crew/confirm',
    'POST /crew/checklist',
    'GET /g/presign',
    'POST /g/presign',
    'GET /g/{id}/photo',
    'POST /g/{id}/photo',
    'GET /g/{id}/conditions',
  ],
};
