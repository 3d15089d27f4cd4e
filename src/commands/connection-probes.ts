import type { Settings } from '../booking/settings.ts';
import { CHECK_SLUG, guestPageKey, guestPageUrl } from '../booking/slug.ts';
import { restApis } from '../clients/api-gateway.ts';
import { compareKeyHash } from '../clients/lambda.ts';
import { percentEncodePath } from '../clients/percent-encoding.ts';
import { isInSandbox, isVerified } from '../clients/ses.ts';
import { callerIdentity } from '../clients/sts.ts';
import { scriptClock } from '../google/clock.ts';
import { renderConnectionCheck } from '../projections/connection-check-page.ts';
import { GUEST_PAGE_CACHE_CONTROL, HTML_CONTENT_TYPE } from '../projections/guest-page.ts';
import { guestPagePaths } from '../projections/guest-page-paths.ts';
import type { System } from './connection-findings.ts';
import type { Remotes } from './remotes.ts';

/** Runs one probe; fulfilled with its answer, null when it failed. `url`: what it asks, without a query. */
type Run = (system: System, ask: () => Promise<string[]>, url?: string) => Promise<string[] | null>;

const PATIENCE_MILLISECONDS = 30_000;
const PAUSE_MILLISECONDS = 3000;

/**
 * Asks every system for what publishing asks of it, and changes nothing of any booking. A page under a slug that no
 * booking has makes the round trip to the public. `nonce` tells it from those of earlier checks.
 */
export async function probeAll(settings: Settings, remotes: Remotes, nonce: string, run: Run): Promise<void> {
  const { aws, s3, guestSite, dynamoDb } = remotes;
  const bookingId = CHECK_SLUG;
  const key = guestPageKey(settings, CHECK_SLUG);
  const publicUrl = guestPageUrl(settings, CHECK_SLUG);

  const store = (system: System, bucket: string, redirect = {}) =>
    run(
      system,
      async () => {
        const standing = await s3.getObject({ bucket, key, bookingId });
        if (standing && standing.metadata.booking !== CHECK_SLUG) return ['foreign'];
        await s3.putObject(
          {
            bucket,
            key,
            body: renderConnectionCheck(nonce),
            contentType: HTML_CONTENT_TYPE,
            cacheControl: GUEST_PAGE_CACHE_CONTROL,
            metadata: { booking: CHECK_SLUG },
            ...redirect,
          },
          { bookingId },
        );
        return ['stored'];
      },
      s3.url({ bucket, key }),
    );

  /** What the public sees at an address. */
  const look = async (url: string, notBefore: number): Promise<string> => {
    const sight = await guestSite.look(url, { bookingId, notBefore });
    if (typeof sight === 'string') return sight;
    return sight.fingerprint === nonce ? 'fresh' : 'stale';
  };

  const stored = store('bucket', settings.guestBucket);
  const invalidated = stored.then(() =>
    run('distribution', async () => [
      await remotes.cloudFront.createInvalidation({
        distributionId: await remotes.distributionId(),
        paths: guestPagePaths(settings, CHECK_SLUG),
        callerReference: `${CHECK_SLUG}-${nonce}`,
      }),
    ]),
  );

  /** At the page's address, and at that of the object itself: if only that one is seen, nothing rewrites. */
  const lookUntilTold = async (): Promise<string[]> => {
    if ((await stored)?.[0] !== 'stored') return [];
    const objectUrl = publicUrl.replace(/^(https:\/\/[^/]+).*/, '$1/') + percentEncodePath(key);
    let lastLook = scriptClock.now() + PATIENCE_MILLISECONDS;
    invalidated.then((id) => {
      if (!id) lastLook = 0;
    });
    for (let notBefore = 0; ; notBefore = scriptClock.now() + PAUSE_MILLISECONDS) {
      const seen = await Promise.all([look(publicUrl, notBefore), look(objectUrl, notBefore)]);
      const [page, object] = seen;
      const isTold = page === 'fresh' || (page === 'something else' && object === 'fresh');
      if (isTold || scriptClock.now() >= lastLook) return seen;
    }
  };

  const search = async (collection: Pick<Remotes['calendar'], 'findByBooking'>): Promise<string[]> => {
    const found = await collection.findByBooking(bookingId);
    return found.kind === 'cannot be asked' ? [found.kind, found.why] : [found.kind];
  };

  const item = { table: settings.eventsTable, key: { event_id: CHECK_SLUG }, bookingId };
  const senders = sendersOf(settings.summaryFrom);
  await Promise.all([
    run('identity', async () => [await callerIdentity(aws)]),
    run('secret', () => remotes.secrets.names()),
    stored,
    invalidated,
    run('site', lookUntilTold),
    settings.legacyBucket && store('legacy', settings.legacyBucket, { websiteRedirectLocation: publicUrl }),
    run('calendar', () => search(remotes.calendar), `${settings.calendarUrl}/calendar`),
    run('crew', () => search(remotes.crewSystem), `${settings.crewUrl}/events`),
    settings.crewFunction &&
      run('function', async () => {
        const key = await remotes.secrets.get('serviceKey');
        const { crewFunction: functionName } = settings;
        return [await compareKeyHash(aws, { functionName, variable: 'SERVICE_KEY_HASH', key })];
      }),
    run('apis', () => restApis(aws)),
    run('table', async () => {
      // No item has that text, so nothing is written: it is about being allowed to.
      const notes = { notes: nonce };
      await Promise.all([
        dynamoDb.getItem({ ...item, attributes: ['notes'] }),
        dynamoDb.replaceText({ ...item, before: notes, after: notes }),
      ]);
      return [];
    }),
    run('mail', async () => {
      const [sandbox, ...verified] = await Promise.all([
        isInSandbox(aws),
        ...senders.map((sender) => isVerified(aws, sender)),
      ]);
      return [sandbox ? 'sandbox' : '', ...senders.filter((_, index) => verified[index])];
    }),
  ]);
}

/** The address, its domain and those above it: SES lets a verified domain speak for all below. */
function sendersOf(address: string): string[] {
  const [, domain = ''] = address.split('@');
  const labels = domain.split('.');
  return [address, ...labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))];
}
