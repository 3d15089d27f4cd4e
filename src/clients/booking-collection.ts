import { readAnswer } from './answer.ts';
import { identified, listing, textOrEmpty } from './contract.ts';
import { formEncode, percentEncode } from './percent-encoding.ts';
import { messageOf, RemoteError } from './remote-error.ts';
import type { Attempt, Call, HttpRequest, HttpResponse, Sender } from './request.ts';
import { record } from './shape.ts';

export type Search =
  | { kind: 'found'; id: string }
  /** It searched and there is none. */
  | { kind: 'absent' }
  | { kind: 'cannot be asked'; why: string };

export interface CollectionOptions {
  /** Adds the key or token. */
  sender: Sender;
  service: string;
  /** For example `https://{api}.execute-api.{region}.amazonaws.com/prod/calendar`. */
  url: string;
  /** What one of them is called in the log, for example `Entry`. */
  noun: string;
  /** Under which name answers hold several. */
  plural: string;
  honoursIdempotencyKeys: boolean;
  /** Under which names answers hold an id, the likeliest first. */
  idNames: readonly string[];
}

const IT_IS_THERE = ['booking_exists', 'idempotency_key_reused'];

/** A REST collection with one entry a booking: what JADA's calendar and SCC's events have in common. */
export class BookingCollection<Body extends object> {
  constructor(protected readonly options: CollectionOptions) {}

  /** Sent again under the same key, a creation happens once. */
  get honoursIdempotencyKeys(): boolean {
    return this.options.honoursIdempotencyKeys;
  }

  /**
   * One booking has one: when it has it already (409 `booking_exists`), that one is made to hold the body. So it is when
   * its key was used for another body (422 `idempotency_key_reused`), which the journal of another spreadsheet knows of.
   * @throws RemoteError; when its outcome is unknown, `findByBooking` tells, or sending again under the same key
   */
  async create(body: Body, attempt: Attempt): Promise<{ id: string }> {
    const { url, noun, honoursIdempotencyKeys, idNames } = this.options;
    const call = this.call(`Create${noun}`, attempt.bookingId, {
      repeatable: honoursIdempotencyKeys,
      leaving: attempt.leaving,
    });
    const headers: Record<string, string> = honoursIdempotencyKeys
      ? { 'Idempotency-Key': attempt.idempotencyKey }
      : {};
    try {
      const response = await this.send('POST', url, call, { headers, body });
      return readAnswer(identified(idNames, {}), response, call);
    } catch (error) {
      if (!(error instanceof RemoteError) || !IT_IS_THERE.includes(error.code)) throw error;
      const found = await this.findByBooking(attempt.bookingId);
      if (found.kind !== 'found') throw error;
      await this.update(found.id, body, attempt);
      return { id: found.id };
    }
  }

  /** @throws RemoteError 404 when somebody else removed it, 405 when it can't be changed this way */
  async update(id: string, changes: Partial<Body>, { bookingId, leaving }: Attempt): Promise<void> {
    const call = this.call(`Update${this.options.noun}`, bookingId, { leaving });
    this.assertAbout(await this.send('PATCH', this.urlOf(id), call, { body: changes }), call);
  }

  /** @throws RemoteError 404 or 410 when it is gone already, or when it can't be removed this way */
  async remove(id: string, { bookingId, leaving }: Attempt): Promise<void> {
    const call = this.call(`Remove${this.options.noun}`, bookingId, { leaving });
    this.assertAbout(await this.send('DELETE', this.urlOf(id), call), call);
  }

  /** Deployments may confirm without a word; whoever says something says which entry it is about. */
  private assertAbout(response: HttpResponse, call: Call): void {
    if (response.body !== '') readAnswer(identified(this.options.idNames, {}), response, call);
  }

  /** What stands under the id, as it is answered; null when that id, or this question, is unknown there. */
  async read(id: string, bookingId: string): Promise<Record<string, unknown> | null> {
    const call = this.call(`Get${this.options.noun}`, bookingId, { expects: [404, 405, 410] });
    const response = await this.send('GET', this.urlOf(id), call);
    return response.status >= 400 ? null : readAnswer(record, response, call);
  }

  async findByBooking(bookingId: string): Promise<Search> {
    const { plural, idNames } = this.options;
    const entry = identified(idNames, { booking_id: textOrEmpty });
    const call = this.call(`Find${this.options.noun}`, bookingId, { expects: [404, 405] });
    const response = await this.send('GET', this.urlWith({ booking_id: bookingId }), call);
    if (response.status >= 400) return cannotBeAsked(`it answers ${response.status} to a search by booking`);
    try {
      return theOneOf(readAnswer(listing(plural, entry), response, call), bookingId);
    } catch (error) {
      return cannotBeAsked(messageOf(error));
    }
  }

  protected urlWith(query: Record<string, string>): string {
    return `${this.options.url}?${formEncode(query)}`;
  }

  protected call(operation: string, bookingId: string, more: Partial<Call> = {}): Call {
    return { service: this.options.service, operation, bookingId, repeatable: true, ...more };
  }

  protected send(
    method: HttpRequest['method'],
    url: string,
    call: Call,
    { headers = {}, body }: { headers?: Record<string, string>; body?: object } = {},
  ): Promise<HttpResponse> {
    const content = body && { contentType: 'application/json', body: JSON.stringify(body) };
    return this.options.sender.send({ method, url, headers, ...content }, call);
  }

  private urlOf(id: string): string {
    return `${this.options.url}/${percentEncode(id)}`;
  }
}

/** A deployment that ignores `booking_id` answers with everybody's: then what is missing may be on another page. */
function theOneOf(answered: readonly { id: string; booking_id: string }[], bookingId: string): Search {
  const theirs = answered.filter((entry) => entry.booking_id.toLowerCase() === bookingId.toLowerCase());
  const [entry] = theirs;
  if (theirs.length > 1) return cannotBeAsked(`it holds ${theirs.length} of them for this booking`);
  if (entry) return { kind: 'found', id: entry.id };
  return answered.length === 0 ? { kind: 'absent' } : cannotBeAsked('it does not search by booking');
}

function cannotBeAsked(why: string): { kind: 'cannot be asked'; why: string } {
  return { kind: 'cannot be asked', why };
}
