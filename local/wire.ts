/** An HTTP exchange as it stands on the wire: what `UrlFetchApp` hands to the network, and what comes back. */
export interface WireRequest {
  /** The production URL, for example `https://s3.us-west-2.amazonaws.com/…`; the exchange decides where it leads. */
  url: string;
  method: string;
  /** As sent: names in any case, `Host` left out (it follows from the URL). */
  headers: Record<string, string>;
  body: Uint8Array | null;
  timeoutMilliseconds: number;
}

export interface WireResponse {
  status: number;
  /** Names in lower case; a repeated header is a list. */
  headers: Record<string, string | string[]>;
  body: Uint8Array;
}

/** Never follows redirects. Rejects when no answer came: unknown host, refused or reset connection, time-out. */
export type Exchange = (request: WireRequest) => Promise<WireResponse>;
