import { messageOf } from '../clients/remote-error.ts';
import type { FetchAll, HttpRequest, HttpResponse } from '../clients/request.ts';

const TIMEOUT_SECONDS = 30;

/** `timeoutSeconds` is documented (default 360), but the published types lack it. */
type FetchOptions = Omit<GoogleAppsScript.URL_Fetch.URLFetchRequest, 'method'> & {
  method: string;
  timeoutSeconds: number;
};

/** No answer came for at least one request of a batch, so none's outcome is known. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(readonly cause: unknown) {
    super(messageOf(cause));
  }
}

export const fetchAll: FetchAll = (requests) => {
  if (requests.length === 0) return [];
  try {
    const options = requests.map(toOptions) as unknown as GoogleAppsScript.URL_Fetch.URLFetchRequest[];
    return UrlFetchApp.fetchAll(options).map(toResponse);
  } catch (cause) {
    throw new NoAnswer(cause);
  }
};

function toOptions({ url, method, headers, contentType, body }: HttpRequest): FetchOptions {
  return {
    url,
    method: method.toLowerCase(),
    headers,
    ...(contentType === undefined ? {} : { contentType }),
    ...(body === undefined ? {} : { payload: body }),
    muteHttpExceptions: true,
    // Authorization would travel along to another host.
    followRedirects: false,
    escaping: false,
    timeoutSeconds: TIMEOUT_SECONDS,
  };
}

function toResponse(response: GoogleAppsScript.URL_Fetch.HTTPResponse): HttpResponse {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.getAllHeaders() as Record<string, string | string[]>)) {
    headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { status: response.getResponseCode(), headers, body: response.getContentText('UTF-8') };
}
