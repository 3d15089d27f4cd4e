import choicePage from '../../templates/uploads/choice.hbs';
import filePage from '../../templates/uploads/file.hbs';
import messagePage from '../../templates/uploads/message.hbs';
import type { ServiceError } from '../shared/service-error.ts';
import { momentWords, whenWords } from './charter-words.ts';
import type { CrewEvent } from './crew-event.ts';
import { guestPageUrl } from './guest-page-url.ts';
import { LARGEST_BYTES, type MediaType, mediaTypes, megabytes } from './media-types.ts';
import type { Grant, Photo } from './upload-bucket.ts';
import { type UploadState, type UploadWindow, uploadState, uploadWindow } from './upload-window.ts';

/** Raise it with every change of these templates, so that a page says which one it was made by. */
const TEMPLATE_VERSION = 1;

interface Surroundings {
  nonce: string;
  timeZone: string;
}

/** The window in words, whichever side of it the clock is on. */
export function windowWords(window: UploadWindow, state: UploadState, timeZone: string): string {
  const opens = momentWords(window.opensAt, timeZone);
  const closes = momentWords(window.closesAt, timeZone);
  switch (state) {
    case 'early':
      return `Uploads open ${opens} and close ${closes}.`;
    case 'open':
      return `Uploads are open until ${closes}.`;
    case 'closed':
      return `Uploads were open from ${opens} and closed ${closes}.`;
  }
}

export interface ChoicePage extends Surroundings {
  event: CrewEvent;
  now: number;
  photos: Photo[];
  /** The key that S3 named when it led back here. */
  arrived: string | undefined;
}

/** The window, the form that starts an upload while it is open, and what was uploaded. */
export function uploadChoicePage({ event, now, photos, arrived, nonce, timeZone }: ChoicePage): string {
  const window = uploadWindow(event);
  const state = uploadState(window, now);
  return choicePage({
    ...charter(event, timeZone),
    nonce,
    templateVersion: TEMPLATE_VERSION,
    window: windowWords(window, state, timeZone),
    arrived: photos.find(({ key }) => key === arrived)?.kind ?? null,
    form: state === 'open' && { bookingId: event.booking_id, types: mediaTypes, limits: limits() },
    gallery: photos.map(({ url, kind, uploaded_at }) => {
      const isVideo = kind === 'video';
      const at = momentWords(Date.parse(uploaded_at), timeZone);
      return { url, isVideo, title: `${isVideo ? 'Video' : 'Photo'}, ${at}` };
    }),
  });
}

export interface FilePage extends Surroundings {
  event: CrewEvent;
  type: MediaType;
  grant: Grant;
}

/** The form that sends one file straight to the bucket. */
export function uploadFilePage({ event, type, grant, nonce, timeZone }: FilePage): string {
  return filePage({
    ...charter(event, timeZone),
    nonce,
    templateVersion: TEMPLATE_VERSION,
    label: type.label,
    accept: `${type.contentType},.${type.extension}`,
    limit: megabytes(LARGEST_BYTES[type.kind]),
    expires: momentWords(Date.parse(grant.expires_at), timeZone),
    url: grant.url,
    fields: Object.entries(grant.fields).map(([name, value]) => ({ name, value })),
    back: choiceAddress(event.booking_id),
  });
}

const refusals: Record<string, string> = {
  charter_not_found: 'We can’t find this charter',
  upload_early: 'Uploads are not open yet',
  upload_closed: 'Uploads are closed',
  unsupported_type: 'This kind of file can’t be uploaded',
  too_many_uploads: 'One moment, please',
  uploads_used_up: 'This charter has no uploads left',
};

/** What went wrong, in words for guests: a fault of the function's is none that they could put right. */
export function uploadErrorPage(error: ServiceError, bookingId: string, nonce: string): string {
  const heading = refusals[error.code];
  return messagePage({
    nonce,
    templateVersion: TEMPLATE_VERSION,
    heading: heading ?? 'Uploads don’t work at the moment',
    message: heading ? error.message : 'Please try again later, or tell the captain.',
    back: heading && error.status !== 404 ? choiceAddress(bookingId) : null,
  });
}

/** Relative to `/g/presign`. */
function choiceAddress(bookingId: string): string {
  return `presign?booking_id=${encodeURIComponent(bookingId)}`;
}

function limits(): string {
  return `Photos up to ${megabytes(LARGEST_BYTES.photo)} each, videos up to ${megabytes(LARGEST_BYTES.video)}.`;
}

function charter(event: CrewEvent, timeZone: string) {
  return {
    boat: event.boat,
    day: whenWords(event, timeZone).day,
    guestPage: guestPageUrl(event),
  };
}
