import { checked } from './file-kind.ts';
import { showGallery } from './gallery.ts';
import { Upload } from './upload.ts';
import { UploadLine } from './upload-line.ts';
import { UploadQueue } from './upload-queue.ts';
import type { UploadService } from './upload-service.ts';

/** The section of photos: several files at once in place of the plain form, and the gallery. */
export function servePhotos(section: HTMLElement, service: UploadService): void {
  const input = section.querySelector<HTMLInputElement>('input[type=file]');
  const list = section.querySelector<HTMLElement>('.uploads');
  const gallery = section.querySelector<HTMLElement>('.gallery');
  if (!input || !list || !gallery) return;
  const refresh = () => showGallery(gallery, service);
  const queue = new UploadQueue(() => void refresh());
  const stopped = new Set<Upload>();

  const goOn = (...uploads: Upload[]) => {
    for (const upload of uploads) stopped.delete(upload);
    queue.add(...uploads);
  };

  const accept = (file: File): void => {
    const result = checked(file);
    const line = new UploadLine(file, () => goOn(upload));
    list.append(line.node);
    const upload = new Upload(file, 'contentType' in result ? result.contentType : '', service, () => {
      line.follow(upload);
      if (upload.state.kind === 'stopped') stopped.add(upload);
    });
    if ('refusal' in result) line.refuse(result.refusal);
    else queue.add(upload);
  };

  input.addEventListener('change', () => {
    for (const file of input.files ?? []) accept(file);
    // So that the same file can be chosen again.
    input.value = '';
  });
  window.addEventListener('online', () => goOn(...stopped));
  void refresh();
}
