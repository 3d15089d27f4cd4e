import { deployment } from '../deployment.ts';
import { bodyText, type CloudResponse } from './http-message.ts';

/** Where this laptop's browser reaches the surfaces whose real names lead elsewhere: `http://127.0.0.1:port`. */
export interface BrowserSurfaces {
  guestSite: string;
  crewApi: string;
}

/** Puts the laptop's addresses in place of the public ones. For people's eyes only, never for what programs get. */
export function forBrowser(text: string, surfaces: BrowserSurfaces): string {
  const { guest, crewApi, region } = deployment;
  const api = `${crewApi.id}.execute-api.${region}.amazonaws.com/${crewApi.stage}`;
  return [
    [guest.host, surfaces.guestSite] as const,
    [guest.distributionHost, surfaces.guestSite] as const,
    [api, surfaces.crewApi] as const,
  ].reduce(
    (rewritten, [host, local]) =>
      rewritten.replace(new RegExp(`https?://${host.replaceAll('.', '\\.')}(?![\\w.-])`, 'g'), local),
    text,
  );
}

export function responseForBrowser(response: CloudResponse, surfaces: BrowserSurfaces): CloudResponse {
  const { location, ...others } = response.headers;
  const headers =
    typeof location === 'string' ? { ...others, location: forBrowser(location, surfaces) } : others;
  // Pages alone: a program that reads JSON here may send it back.
  if (!/^text\/html/.test(String(headers['content-type'] ?? ''))) {
    return { ...response, headers };
  }
  return { ...response, headers, body: Buffer.from(forBrowser(bodyText(response), surfaces)) };
}
