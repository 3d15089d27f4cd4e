/** The moments of a page, in epoch milliseconds. */
export interface CharterTimes {
  boards: number;
  departs: number;
  ends: number;
  uploadOpens: number;
  uploadCloses: number;
}

export type CharterState = 'before' | 'under way' | 'over';
export type UploadState = 'early' | 'open' | 'closed';

export function charterState({ boards, ends }: CharterTimes, now: number): CharterState {
  if (now < boards) return 'before';
  return now < ends ? 'under way' : 'over';
}

export function uploadState({ uploadOpens, uploadCloses }: CharterTimes, now: number): UploadState {
  if (now < uploadOpens) return 'early';
  return now < uploadCloses ? 'open' : 'closed';
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** `Boarding in 12 days`, `Boarding in 3 h 20 min`; never a second too little, so that nobody comes late by it. */
export function countdown({ boards }: CharterTimes, now: number): string {
  const left = boards - now;
  const days = Math.floor(left / DAY);
  if (days >= 2) return `Boarding in ${days} days`;
  const hours = Math.floor(left / HOUR);
  const minutes = Math.floor((left % HOUR) / MINUTE);
  if (hours === 0) return minutes === 0 ? 'Boarding now' : `Boarding in ${minutes} min`;
  return `Boarding in ${hours} h${minutes === 0 ? '' : ` ${minutes} min`}`;
}
