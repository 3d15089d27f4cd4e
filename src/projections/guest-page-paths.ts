import type { Settings } from '../booking/settings.ts';
import { guestPageKey, guestPageUrl } from '../booking/slug.ts';
import { percentEncodePath } from '../clients/percent-encoding.ts';

/**
 * What CloudFront must forget when the page changes: the object's path, the same without `.html`, and the path of the public URL.
 * Percent-encoded, for CloudFront takes a literal `*` as a wildcard and refuses characters that a URL can't hold.
 */
export function guestPagePaths(
  settings: Pick<Settings, 'guestPageKey' | 'guestPageUrl'>,
  slug: string,
): string[] {
  const objectPath = `/${percentEncodePath(guestPageKey(settings, slug))}`;
  const urlPath = guestPageUrl(settings, slug).replace(/^https:\/\/[^/]+/, '');
  return [...new Set([objectPath, objectPath.replace(/\.html$/, ''), urlPath])];
}
