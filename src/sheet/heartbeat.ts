import type { TimeZone } from '../booking/time-zone.ts';
import type { ArchiveTab } from './archive.ts';

/** Three ticks of the timer that didn't come. */
const STALE_AFTER_MILLISECONDS = 15 * 60_000;
/** For those who don't see red. */
const ALARM = '⚠ ';
const WELL = 'Automation';

/** Whether the automation works here, in a line for the captain. */
export function heartbeat(archive: ArchiveTab, now: number, zone: TimeZone): string {
  if (archive.isCopy()) {
    return `${ALARM}This spreadsheet is a copy. Nothing is published from it until you choose Charter → Set up here.`;
  }
  const timer = archive.timer();
  if (!timer) return `${ALARM}${WELL} has never run: choose Charter → Set up.`;
  const { event, at, trouble } = timer;
  const words = `${WELL} ${event} ${zone.format(at, 'EEE MMM d, h:mm a')}`;
  if (now - at > STALE_AFTER_MILLISECONDS) {
    return `${ALARM}${words}. It should run every 5 minutes: choose Charter → Set up to install it again.`;
  }
  return trouble === '' ? words : `${ALARM}${words} and stopped: ${trouble}`;
}

/** Whatever doesn't say that all is well. */
export function isAlarm(words: string): boolean {
  return !words.startsWith(WELL);
}
