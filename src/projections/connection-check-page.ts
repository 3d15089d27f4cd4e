import connectionCheck from '../../templates/connection-check.hbs';

/** The page that a check of the connections puts up; `nonce` stands where a guest page has its fingerprint. */
export function renderConnectionCheck(nonce: string): string {
  return connectionCheck({ nonce });
}
