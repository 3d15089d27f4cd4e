import { type CrewEvent, endsAt, startsAt } from './crew-event.ts';

/** When guests may upload: from `opensAt` until just before `closesAt`, in epoch milliseconds. */
export interface UploadWindow {
  opensAt: number;
  closesAt: number;
}

export type UploadState = 'early' | 'open' | 'closed';

const HOUR = 3_600_000;
/** For an event that names no times. */
const OPENS_BEFORE_START = HOUR;
const CLOSES_AFTER_END = 168 * HOUR;

export function uploadWindow(event: CrewEvent): UploadWindow {
  const { upload_opens_at, upload_closes_at } = event;
  return {
    opensAt: upload_opens_at ? Date.parse(upload_opens_at) : startsAt(event) - OPENS_BEFORE_START,
    closesAt: upload_closes_at ? Date.parse(upload_closes_at) : endsAt(event) + CLOSES_AFTER_END,
  };
}

export function uploadState({ opensAt, closesAt }: UploadWindow, now: number): UploadState {
  // A window that closes before it opens is never open.
  if (now >= closesAt) return 'closed';
  return now < opensAt ? 'early' : 'open';
}
