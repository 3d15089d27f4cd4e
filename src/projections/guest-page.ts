import type { Booking } from '../booking/booking.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageKey, guestPageUrl } from '../booking/slug.ts';
import type { TimeZone } from '../booking/time-zone.ts';
import type { InvalidationBatch } from '../clients/cloudfront.ts';
import type { GuestSite, Sight } from '../clients/guest-site.ts';
import type { Attempt } from '../clients/request.ts';
import type { S3 } from '../clients/s3.ts';
import type { Edition } from './calendar-event.ts';
import { fingerprint } from './fingerprint.ts';
import {
  type CancelledPageContent,
  cancelledPageContent,
  type GuestPageContent,
  guestPageContent,
  renderCancelledPage,
  renderGuestPage,
  renderLegacyRedirect,
} from './guest-page-content.ts';
import { guestPagePaths } from './guest-page-paths.ts';
import type { Found, Inspection, Placed, Projection, Settling, Subject } from './projection.ts';

/** The same content at another place is another page. */
type Desired = { bucket: string; key: string; url: string } & (
  | { kind: 'page'; content: GuestPageContent }
  | { kind: 'cancelled'; content: CancelledPageContent }
);

export const HTML_CONTENT_TYPE = 'text/html; charset=utf-8';

/** The edge keeps a page until it is invalidated; a guest's phone asks every time. */
export const GUEST_PAGE_CACHE_CONTROL = 'public, max-age=0, must-revalidate, s-maxage=86400';

/** Of a page that is only looked at. */
const FIRST_EDITION: Edition = { sequence: 0, at: 0 };

export interface GuestPageOptions {
  settings: Settings;
  s3: S3;
  invalidations: InvalidationBatch;
  guestSite: GuestSite;
  timeZone: TimeZone;
}

/** The page that the guest opens: an object on S3, seen through CloudFront. */
export class GuestPageProjection implements Projection<Desired> {
  readonly name = 'guest page';
  readonly waitsFor = [];
  /** Our object carries the booking's slug, so a second conditional PUT recognises the first. */
  readonly afterUnknownCreation = 'repeat';
  private readonly options: GuestPageOptions;

  readonly settling: Settling<Desired>;

  constructor(options: GuestPageOptions) {
    this.options = options;
    this.settling = {
      patienceMilliseconds: options.settings.liveWaitSeconds * 1000,
      announce: ({ booking }, reference) => this.announce(booking, reference),
      isSeen: ({ booking }, desired, notBefore) => this.isLive(booking, desired, notBefore),
    };
  }

  desired({ booking }: Subject): Desired {
    const { settings, timeZone } = this.options;
    const url = guestPageUrl(settings, booking.slug);
    const place = { bucket: settings.guestBucket, key: this.key(booking), url };
    return booking.status === 'Cancelled'
      ? { ...place, kind: 'cancelled', content: cancelledPageContent(booking, settings) }
      : { ...place, kind: 'page', content: guestPageContent(booking, settings, timeZone) };
  }

  async create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    const { booking } = subject;
    if ((await this.put(booking, desired, attempt, true)) === 'exists') {
      const found = await this.find(subject);
      if (found.kind !== 'found') throw new ForeignObject(desired.bucket, desired.key);
      await this.put(booking, desired, attempt, false);
    }
    return { id: desired.key };
  }

  async update(
    subject: Subject,
    desired: Desired,
    placed: Placed,
    attempt: Attempt,
  ): Promise<{ id: string }> {
    // At another place than before, something that isn't ours may stand.
    if (placed.id !== desired.key) return this.create(subject, desired, attempt);
    await this.put(subject.booking, desired, attempt, false);
    return { id: desired.key };
  }

  async remove(): Promise<void> {
    // A cancelled booking's page says so, at the same address: that is an update.
  }

  inWords({ booking }: Subject, action: string, placed: Placed | undefined): string {
    const { settings } = this.options;
    const url = guestPageUrl(settings, booking.slug);
    if (booking.status === 'Cancelled') return `puts “cancelled” in the place of the page at ${url}`;
    const isThere = action === 'update' && placed?.id === this.key(booking);
    return `${isThere ? 'changes' : 'puts'} the page at ${url}`;
  }

  page(desired: Desired): string {
    return render(desired, FIRST_EDITION);
  }

  async find({ booking }: Subject): Promise<Found> {
    const { s3, settings } = this.options;
    const key = this.key(booking);
    const { bookingId } = booking;
    const object = await s3.getObject({ bucket: settings.guestBucket, key, bookingId });
    return object?.metadata.booking === booking.slug ? { kind: 'found', id: key } : { kind: 'absent' };
  }

  async inspect({ booking }: Subject, desired: Desired): Promise<Inspection> {
    const { s3, settings } = this.options;
    const { bookingId } = booking;
    const { bucket, key } = desired;
    const [page, seen, redirect] = await Promise.all([
      s3.getObject({ bucket, key, bookingId }),
      this.options.guestSite.look(desired.url, { bookingId }),
      settings.legacyBucket ? s3.getObject({ bucket: settings.legacyBucket, key, bookingId }) : undefined,
    ]);
    if (page === null) return { kind: 'gone' };
    const differences: string[] = [];
    const { metadata, body } = page;
    // Against what was put there, not against what today's template would make of it.
    if (metadata.fingerprint !== fingerprint(desired) || metadata.body !== fingerprint(body)) {
      differences.push('its content is not what was put there');
    } else if (seen !== 'no answer' && !shows(seen, desired)) {
      differences.push('its public address shows something else');
    }
    if (redirect !== undefined && redirect?.websiteRedirectLocation !== desired.url) {
      differences.push(`the address at ${settings.legacyBucket} does not lead to it`);
    }
    return { kind: 'seen', differences };
  }

  private async announce(booking: Booking, reference: string): Promise<void> {
    const { invalidations, settings } = this.options;
    await Promise.all([
      invalidations.invalidate(guestPagePaths(settings, booking.slug), reference),
      this.putLegacyRedirect(booking),
    ]);
  }

  /** Live means that the public address answers with this very content. */
  private async isLive(booking: Booking, desired: Desired, notBefore: number): Promise<boolean> {
    const seen = await this.options.guestSite.look(desired.url, { bookingId: booking.bookingId, notBefore });
    return shows(seen, desired);
  }

  private put(booking: Booking, desired: Desired, attempt: Attempt, onlyIfAbsent: boolean) {
    const body = render(desired, { sequence: attempt.revision, at: attempt.at });
    return this.options.s3.putObject(
      {
        bucket: desired.bucket,
        key: desired.key,
        body,
        contentType: HTML_CONTENT_TYPE,
        cacheControl: GUEST_PAGE_CACHE_CONTROL,
        metadata: { booking: booking.slug, fingerprint: fingerprint(desired), body: fingerprint(body) },
        ifNoneMatch: onlyIfAbsent,
      },
      attempt,
    );
  }

  private async putLegacyRedirect(booking: Booking): Promise<void> {
    const { s3, settings } = this.options;
    if (!settings.legacyBucket) return;
    const url = guestPageUrl(settings, booking.slug);
    await s3.putObject(
      {
        bucket: settings.legacyBucket,
        key: this.key(booking),
        body: renderLegacyRedirect(url),
        contentType: HTML_CONTENT_TYPE,
        cacheControl: 'public, max-age=300',
        metadata: { booking: booking.slug },
        websiteRedirectLocation: url,
      },
      { bookingId: booking.bookingId },
    );
  }

  private key(booking: Booking): string {
    return guestPageKey(this.options.settings, booking.slug);
  }
}

function shows(seen: Sight, desired: Desired): boolean {
  return typeof seen === 'object' && seen.fingerprint === fingerprint(desired);
}

function render(desired: Desired, edition: Edition): string {
  const mark = fingerprint(desired);
  return desired.kind === 'page'
    ? renderGuestPage(desired.content, mark, edition)
    : renderCancelledPage(desired.content, mark, edition);
}

/** Something stands where the page should go, and it isn't ours to overwrite. */
class ForeignObject extends Error {
  override readonly name = 'ForeignObject';

  constructor(bucket: string, key: string) {
    super(
      `s3://${bucket}/${key} exists already and was not put there by Charter Desk for this booking; move it away, or give the booking another Booking ID`,
    );
  }
}
