import type { StoredPhoto, UploadService } from './upload-service.ts';

/** What everybody on this charter uploaded; without an answer, what is shown stays. */
export async function showGallery(list: HTMLElement, service: UploadService): Promise<void> {
  try {
    const photos = await service.photos();
    list.replaceChildren(...photos.map(picture));
  } catch {
    // The upload service can't be reached: guests lose nothing by not seeing it.
  }
}

function picture({ key, url, kind }: StoredPhoto, index: number, { length }: StoredPhoto[]): HTMLLIElement {
  const line = document.createElement('li');
  const link = document.createElement('a');
  link.href = url;
  const name = `${kind === 'photo' ? 'Photo' : 'Video'} ${length - index}`;
  link.append(kind === 'photo' ? image(url, name) : name);
  line.dataset.key = key;
  line.append(link);
  return line;
}

function image(url: string, name: string): HTMLImageElement {
  const element = new Image();
  element.loading = 'lazy';
  element.decoding = 'async';
  element.alt = name;
  element.src = url;
  return element;
}
