import type { Schedule } from '../booking/schedule.ts';
import type { Settings } from '../booking/settings.ts';

/** When guests may upload photos, in epoch milliseconds: the crew system is told it, and the guest page says it. */
export function uploadWindow(
  { startsAt, endsAt }: Schedule,
  settings: Pick<Settings, 'uploadOpensMinutesBefore' | 'uploadClosesMinutesAfter'>,
): { opensAt: number; closesAt: number } {
  return {
    opensAt: startsAt - settings.uploadOpensMinutesBefore * 60_000,
    closesAt: endsAt + settings.uploadClosesMinutesAfter * 60_000,
  };
}
