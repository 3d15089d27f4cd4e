import { deployment } from '../deployment.ts';
import { bodyText, type CloudRequest, type CloudResponse } from './http-message.ts';

/** Where this laptop's browser reaches the surfaces whose real names lead elsewhere: `http://127.0.0.1:port`. */
export interface BrowserSurfaces {
  guestSite: string;
  crewApi: string;
  aws: string;
}

const { guest, crewApi, photos, region } = deployment;
const crewHost = `${crewApi.id}.execute-api.${region}.amazonaws.com`;

/** Public addresses without their scheme, and what stands for each here. */
export function namesForBrowser(surfaces: BrowserSurfaces): [string, string][] {
  return [
    [guest.host, surfaces.guestSite],
    [guest.distributionHost, surfaces.guestSite],
    [`${crewHost}/${crewApi.stage}`, surfaces.crewApi],
    [`${photos.bucket}.s3.${region}.amazonaws.com`, `${surfaces.aws}/${photos.bucket}`],
  ];
}

/** Puts the laptop's addresses in place of the public ones. For people's eyes only, never for what programs get. */
export function forBrowser(text: string, surfaces: BrowserSurfaces): string {
  return namesForBrowser(surfaces).reduce(
    (rewritten, [host, local]) =>
      rewritten.replace(new RegExp(`https?://${host.replaceAll('.', '\\.')}(?![\\w.-])`, 'g'), local),
    text,
  );
}

/** Browsers alone send the first header, and no page can; a page of ours is known by the second. */
export function isFromBrowser({ headers }: CloudRequest, surfaces: BrowserSurfaces): boolean {
  return 'sec-fetch-site' in headers || (headers.origin ?? '') in publicOrigins(surfaces);
}

/** The request as it would be if the browser had the page that sends it from its real address. */
export function requestFromBrowser(request: CloudRequest, surfaces: BrowserSurfaces): CloudRequest {
  const headers = { ...request.headers };
  for (const [here, real] of Object.entries(publicOrigins(surfaces))) {
    if (headers.origin === here) headers.origin = real;
    if (headers.referer?.startsWith(`${here}/`)) headers.referer = headers.referer.replace(here, real);
  }
  return { ...request, headers };
}

/** The answer with headers that lead a browser around this laptop, and let its pages read what the real ones may. */
export function headersForBrowser(response: CloudResponse, surfaces: BrowserSurfaces): CloudResponse {
  const headers = { ...response.headers };
  for (const name of ['location', 'access-control-allow-origin']) {
    const value = headers[name];
    if (typeof value === 'string') headers[name] = forBrowser(value, surfaces);
  }
  return { ...response, headers };
}

/** The same, and pages with addresses that work here. */
export function responseForBrowser(response: CloudResponse, surfaces: BrowserSurfaces): CloudResponse {
  const answer = headersForBrowser(response, surfaces);
  // Pages alone: a program that reads JSON here may send it back.
  if (!/^text\/html/.test(String(answer.headers['content-type'] ?? ''))) return answer;
  return { ...answer, body: Buffer.from(pageForBrowser(bodyText(response), surfaces)) };
}

/** Fields keep their values: they are sent back, and a signed form with another address is no longer what was signed. */
function pageForBrowser(html: string, surfaces: BrowserSurfaces): string {
  return html
    .split(/(<input\b[^>]*>)/i)
    .map((part, index) => (index % 2 === 0 ? forBrowser(part, surfaces) : part))
    .join('');
}

/** Origins of pages here, and what they are on the web. */
function publicOrigins({ guestSite, crewApi }: BrowserSurfaces): Readonly<Record<string, string>> {
  return { [guestSite]: `https://${guest.host}`, [crewApi]: `https://${crewHost}` };
}
