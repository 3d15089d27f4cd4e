const ORIGIN_PATH_QUERY = /^https:\/\/([\w.-]+(?::\d+)?)(\/[^?#]*)?(?:\?([^#]*))?$/;
const NOT_PERCENT_ENCODED = /[^\w.~!$&'()*+,;=:@/?%-]|%(?![\da-fA-F]{2})/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;

/**
 * The part of `URL` that signing needs, for URLs that are absolute, https and percent-encoded already.
 * `URL` would quietly repair anything else, and what was signed would not be what is sent; this refuses it.
 */
export class AbsoluteUrl {
  readonly host: string;
  readonly pathname: string;
  /** Decoded names and values, in order. */
  readonly searchParams: [string, string][];

  constructor(url: string) {
    const [, host, pathname = '/', query = ''] = ORIGIN_PATH_QUERY.exec(url) || [];
    if (host === undefined || NOT_PERCENT_ENCODED.test(url) || DOT_SEGMENT.test(pathname)) {
      throw invalidUrl();
    }
    this.host = host.toLowerCase().replace(/:443$/, '');
    this.pathname = pathname;
    this.searchParams = query
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [formDecode(name), formDecode(value.join('='))];
      });
  }
}

/** Bytes that are no UTF-8 are refused too: `URL` would put replacement characters in their place. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    throw invalidUrl();
  }
}

function invalidUrl(): TypeError {
  return new TypeError('Invalid URL: it must be absolute, https, percent-encoded and without dot segments');
}
