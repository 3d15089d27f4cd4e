import { deployment } from '../deployment.ts';
import { bodyText, type CloudResponse } from './http-message.ts';

/** Where this laptop's browser reaches the surfaces whose real names lead elsewhere: `http://127.0.0.1:port`. */
export interface BrowserSurfaces {
  guestSite: string;
  crewApi: string;
}

/** Public addresses without their scheme, and what stands for each here. */
export function namesForBrowser(surfaces: BrowserSurfaces): [string, string][] {
  const { guest, crewApi, region } = deployment;
  return [
    [guest.host, surfaces.guestSite],
    [guest.distributionHost, surfaces.guestSite],
    [`${crewApi.id}.execute-api.${region}.amazonaws.com/${crewApi.stage}`, surfaces.crewApi],
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
