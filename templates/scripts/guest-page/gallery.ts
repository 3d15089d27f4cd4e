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
  link.textContent = name;
  line.dataset.key = key;
  line.append(link);
  if (kind === 'photo') draw(url, name, link);
  return line;
}

/** In place of the name once it is there: few browsers draw HEIC. */
function draw(url: string, name: string, link: HTMLAnchorElement): void {
  const image = new Image();
  image.decoding = 'async';
  image.alt = name;
  image.src = url;
  image.addEventListener('load', () => link.replaceChildren(image));
}
