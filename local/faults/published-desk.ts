import { restoreCloud, type SavedCloud, saveCloud } from '../cloud/saved-cloud.ts';
import type { SavedSystem } from '../system.ts';
import { FaultDesk } from './fault-desk.ts';
import type { Services } from './services.ts';

/** Everything as it is once bookings are published and every mail is out. */
interface Published {
  system: SavedSystem;
  cloud: SavedCloud;
  /** Epoch milliseconds of the set clock. */
  now: number;
}

const published = new Map<string, Published>();

/** Opened with these bookings published. Made once for each kind of services, for it is the same each time. */
export async function openPublished(services: Services, bookingIds: readonly string[]): Promise<FaultDesk> {
  const name = [services, ...bookingIds].join();
  const known = published.get(name);
  if (!known) {
    const desk = await FaultDesk.open(services);
    await publishAll(desk, bookingIds);
    desk.system.project.evictCaches();
    const { system } = desk;
    published.set(name, {
      system: system.save(),
      cloud: await saveCloud(system.cloud),
      now: system.clock.now(),
    });
    return desk;
  }
  const desk = await FaultDesk.open(services, known.system);
  desk.system.clock.set(known.now);
  await restoreCloud(desk.system.cloud, known.cloud);
  for (const bookingId of bookingIds) desk.dayOf(bookingId);
  return desk;
}

/** What a captain publishes with one click: the local crew system answers all of it in one process. */
const BATCH = 20;

async function publishAll(desk: FaultDesk, bookingIds: readonly string[]): Promise<void> {
  desk.add(bookingIds);
  for (let first = 0; first < bookingIds.length; first += BATCH) {
    await desk.publish(bookingIds.slice(first, first + BATCH));
  }
  await desk.rest();
  const left = desk.rows('Bookings').filter(({ State }) => State !== 'Published');
  if (left.length > 0) throw new Error(`Not published at the outset: ${JSON.stringify(left[0])}`);
}
