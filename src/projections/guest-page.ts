import type { Booking } from '../booking/booking.ts';
import type { Settings } from '../booking/settings.ts';
import { guestPageKey, guestPagePaths, guestPageUrl } from '../booking/slug.ts';
import type { Clock } from '../clients/clock.ts';
import type { InvalidationBatch } from '../clients/cloudfront.ts';
import type { GuestSite } from '../clients/guest-site.ts';
import type { Attempt } from '../clients/request.ts';
import type { S3 } from '../clients/s3.ts';
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
import type { Found, Projection, Subject } from './projection.ts';

type Desired =
  | { kind: 'page'; content: GuestPageContent }
  | { kind: 'cancelled'; content: CancelledPageContent };

const PAUSE_BETWEEN_LOOKS_MILLISECONDS = 1000;

export interface GuestPageOptions {
  settings: Settings;
  s3: S3;
  invalidations: InvalidationBatch;
  guestSite: GuestSite;
  clock: Clock;
}

/** The page that the guest opens: an object on S3, seen through CloudFront. */
export class GuestPageProjection implements Projection<Desired> {
  readonly name = 'guest page';
  readonly waitsFor = [];
  /** Our object carries the booking's slug, so a second conditional PUT recognises the first. */
  readonly afterUnknownCreation = 'repeat';
  private readonly options: GuestPageOptions;

  constructor(options: GuestPageOptions) {
    this.options = options;
  }

  desired({ booking }: Subject): Desired {
    const { settings } = this.options;
    return booking.status === 'Cancelled'
      ? { kind: 'cancelled', content: cancelledPageContent(booking, settings) }
      : { kind: 'page', content: guestPageContent(booking, settings) };
  }

  async create(subject: Subject, desired: Desired, attempt: Attempt): Promise<{ id: string }> {
    const { booking } = subject;
    const [stored] = await Promise.all([
      this.put(booking, desired, attempt, true),
      this.putLegacyRedirect(booking, attempt),
    ]);
    if (stored === 'exists') {
      const found = await this.find(subject);
      if (found.kind !== 'found')
        throw new ForeignObject(this.options.settings.guestBucket, this.key(booking));
      await this.put(booking, desired, attempt, false);
    }
    return { id: this.key(booking) };
  }

  async update(
    { booking }: Subject,
    desired: Desired,
    _placed: unknown,
    attempt: Attempt,
  ): Promise<{ id: string }> {
    await Promise.all([this.put(booking, desired, attempt, false), this.putLegacyRedirect(booking, attempt)]);
    return { id: this.key(booking) };
  }

  async remove(): Promise<void> {
    // A cancelled booking's page says so, at the same address: that is an update.
  }

  async find({ booking }: Subject): Promise<Found> {
    const { s3, settings } = this.options;
    const key = this.key(booking);
    const { bookingId } = booking;
    const metadata = await s3.getMetadata({ bucket: settings.guestBucket, key, bookingId });
    return metadata?.booking === booking.slug ? { kind: 'found', id: key } : { kind: 'absent' };
  }

  /** Live means that the public address answers with this very content. */
  async settle({ booking }: Subject, desired: Desired, reference: string): Promise<boolean> {
    const { invalidations, settings, clock } = this.options;
    const until = clock.now() + settings.liveWaitSeconds * 1000;
    const expected = fingerprint(desired);
    const [seen] = await Promise.all([
      this.look(booking, 0),
      invalidations.invalidate(guestPagePaths(settings, booking.slug), reference),
    ]);
    let last = seen;
    while (last !== expected && clock.now() + PAUSE_BETWEEN_LOOKS_MILLISECONDS <= until) {
      last = await this.look(booking, clock.now() + PAUSE_BETWEEN_LOOKS_MILLISECONDS);
    }
    return last === expected;
  }

  private look(booking: Booking, notBefore: number): Promise<string | null> {
    const url = guestPageUrl(this.options.settings, booking.slug);
    return this.options.guestSite.look(url, { bookingId: booking.bookingId, notBefore });
  }

  private put(booking: Booking, desired: Desired, attempt: Attempt, onlyIfAbsent: boolean) {
    const { s3, settings } = this.options;
    const mark = fingerprint(desired);
    return s3.putObject(
      {
        bucket: settings.guestBucket,
        key: this.key(booking),
        body:
          desired.kind === 'page'
            ? renderGuestPage(desired.content, mark)
            : renderCancelledPage(desired.content, mark),
        contentType: 'text/html; charset=utf-8',
        // The edge keeps it until it is invalidated; a guest's phone asks every time.
        cacheControl: 'public, max-age=0, must-revalidate, s-maxage=86400',
        metadata: { booking: booking.slug, fingerprint: mark },
        ifNoneMatch: onlyIfAbsent,
      },
      attempt,
    );
  }

  private async putLegacyRedirect(booking: Booking, attempt: Attempt): Promise<void> {
    const { s3, settings } = this.options;
    if (!settings.legacyBucket) return;
    const url = guestPageUrl(settings, booking.slug);
    await s3.putObject(
      {
        bucket: settings.legacyBucket,
        key: this.key(booking),
        body: renderLegacyRedirect(url),
        contentType: 'text/html; charset=utf-8',
        cacheControl: 'public, max-age=300',
        metadata: { booking: booking.slug },
        websiteRedirectLocation: url,
      },
      attempt,
    );
  }

  private key(booking: Booking): string {
    return guestPageKey(this.options.settings, booking.slug);
  }
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
