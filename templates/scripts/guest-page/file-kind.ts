/** What the upload service takes, with what phones call it, and the most bytes of each. */
const PHOTO_BYTES = 25_000_000;
const VIDEO_BYTES = 250_000_000;

/** By extension, for browsers that don't know a file's type: few know HEIC. */
const CONTENT_TYPES: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  heic: 'image/heic',
  heif: 'image/heif',
  mp4: 'video/mp4',
  m4v: 'video/mp4',
  mov: 'video/quicktime',
  webm: 'video/webm',
};
const KNOWN = new Set(Object.values(CONTENT_TYPES));

/** A file's content type as the service has it, or why it can't be taken, in words for whoever chose it. */
export function checked(file: File): { contentType: string } | { refusal: string } {
  const extension = /\.([^.]+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '';
  const contentType = KNOWN.has(file.type) ? file.type : CONTENT_TYPES[extension];
  if (!contentType) return { refusal: 'This is no photo or video that we can take.' };
  if (file.size === 0) return { refusal: 'This file is empty.' };
  const isVideo = contentType.startsWith('video/');
  if (file.size > (isVideo ? VIDEO_BYTES : PHOTO_BYTES)) {
    const most = isVideo ? `${VIDEO_BYTES / 1e6} MB for a video` : `${PHOTO_BYTES / 1e6} MB for a photo`;
    return { refusal: `Too large: ${Math.ceil(file.size / 1e6)} MB, and we take ${most}.` };
  }
  return { contentType };
}
