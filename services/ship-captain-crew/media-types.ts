export type MediaKind = 'photo' | 'video';

export interface MediaType {
  contentType: string;
  kind: MediaKind;
  extension: string;
  /** What people know it by. */
  label: string;
}

/** In bytes: what a phone takes in its best quality, and a video of a few minutes. */
export const LARGEST_BYTES: Record<MediaKind, number> = { photo: 25_000_000, video: 250_000_000 };

/** What guests may upload, the likeliest of each kind first. */
export const mediaTypes: readonly MediaType[] = [
  { contentType: 'image/jpeg', kind: 'photo', extension: 'jpg', label: 'Photo (JPEG, most phones)' },
  { contentType: 'image/heic', kind: 'photo', extension: 'heic', label: 'Photo (HEIC, most iPhones)' },
  { contentType: 'image/png', kind: 'photo', extension: 'png', label: 'Photo (PNG, screenshots)' },
  { contentType: 'image/webp', kind: 'photo', extension: 'webp', label: 'Photo (WebP)' },
  { contentType: 'image/heif', kind: 'photo', extension: 'heif', label: 'Photo (HEIF)' },
  { contentType: 'image/gif', kind: 'photo', extension: 'gif', label: 'Photo (GIF)' },
  { contentType: 'video/mp4', kind: 'video', extension: 'mp4', label: 'Video (MP4, most phones)' },
  { contentType: 'video/quicktime', kind: 'video', extension: 'mov', label: 'Video (MOV, most iPhones)' },
  { contentType: 'video/webm', kind: 'video', extension: 'webm', label: 'Video (WebM)' },
];

export function mediaTypeOf(contentType: string): MediaType | undefined {
  return mediaTypes.find((type) => type.contentType === contentType);
}

/** The kind that a key's extension stands for; undefined for what was never granted. */
export function kindOfKey(key: string): MediaKind | undefined {
  return mediaTypes.find(({ extension }) => key.endsWith(`.${extension}`))?.kind;
}

/** `25 MB` */
export function megabytes(bytes: number): string {
  return `${bytes / 1_000_000} MB`;
}
