/** One HTTP request, ready to leave. */
export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Already percent-encoded. */
  url: string;
  /** Without `Host` and `Content-Length`, which Apps Script sets, and without `Content-Type`. */
  headers: Record<string, string>;
  contentType?: string;
  body?: string;
}

export interface HttpResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
}

/** Sends all requests at once and answers in order. Throws when any of them got no answer: then none's outcome is known. */
export type FetchAll = (requests: HttpRequest[]) => HttpResponse[];

/** What a client says about a request, beside the request itself. */
export interface Call {
  /** The outside system, as the log names it: `S3`, `JADA`. */
  service: string;
  operation: string;
  /** Whom it is for, in the log. Absent for what serves several bookings. */
  bookingId?: string;
  /** Sending it twice does no harm, so it is sent again while its outcome is unknown. */
  repeatable: boolean;
  /** It leaves in a round without other kinds of request: a mail, whose outcome must not hang on theirs. */
  alone?: boolean;
  /** Statuses of 300 and above that are answers to this call, not failures: a 404 on a search, say. */
  expects?: readonly number[];
  /** Not before this moment, in epoch milliseconds: a further look at a page that was not live yet. */
  notBefore?: number;
  /** Called when the request is about to leave, before anything leaves: the place to write ahead. */
  leaving?: () => void;
}

/** Sends one request as part of the next round, with retries. What the clients build on. */
export interface Sender {
  /** Any answer below 300, and those the call expects. Rejects with a RemoteError, or with OutOfTime if it never left. */
  send(request: HttpRequest, call: Call): Promise<HttpResponse>;
}

/** What only the publisher knows of a write, and the client passes on with it. */
export interface Attempt {
  bookingId: string;
  /** Derived from booking, projection and revision. */
  idempotencyKey: string;
  /** Of the booking: it rises with every plan that acts. */
  revision: number;
  /** When it was made, epoch milliseconds. */
  at: number;
  leaving: () => void;
}
