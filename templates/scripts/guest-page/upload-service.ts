/** Leave to put one file into the bucket: a presigned POST. */
export interface Grant {
  url: string;
  fields: Record<string, string>;
  key: string;
}

export interface StoredPhoto {
  key: string;
  url: string;
  kind: 'photo' | 'video';
}

/** An answer that more of the same won't change; its message is for whoever chose the file. */
export class Refusal extends Error {}

/** Not now: the service, or the network, asks for patience. */
export class Delay extends Error {
  constructor(readonly milliseconds: number) {
    super('Not now');
  }
}

/** The grant is no longer good: it lasts for minutes. */
export class Lapsed extends Error {}

/** The crew system's upload routes for one booking, at this page's own origin. */
export class UploadService {
  private readonly address: string;

  /** `answered` sees each answer about the photos, which no cache gives, and when it was asked for. */
  constructor(
    booking: string,
    private readonly answered: (answer: Response, askedAt: number) => void,
  ) {
    this.address = `/g/${encodeURIComponent(booking)}/photo`;
  }

  async grant(contentType: string, size: number): Promise<Grant> {
    const answer = await fetch(this.address, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify({ content_type: contentType, size }),
    });
    if (answer.ok) return (await answer.json()) as Grant;
    if (answer.status === 429) {
      throw new Delay(Number(answer.headers.get('Retry-After') ?? 10) * 1000);
    }
    if (answer.status >= 500) throw new Error(`The service answered ${answer.status}`);
    throw new Refusal(await refusalOf(answer));
  }

  /** What was uploaded, newest first. */
  async photos(): Promise<StoredPhoto[]> {
    const askedAt = Date.now();
    const answer = await fetch(this.address, { headers: { Accept: 'application/json' } });
    if (!answer.ok) throw new Error(`The service answered ${answer.status}`);
    this.answered(answer, askedAt);
    return ((await answer.json()) as { photos: StoredPhoto[] }).photos;
  }
}

async function refusalOf(answer: Response): Promise<string> {
  try {
    return ((await answer.json()) as { error: { message: string } }).error.message;
  } catch {
    return 'The upload was refused. Please ask us.';
  }
}

/** Puts a file where the grant says. `progress` hears of the share that has left, from 0 to 1. */
export function store({ url, fields }: Grant, file: File, progress: (share: number) => void): Promise<void> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  // S3 reads no field that comes after the file.
  form.append('file', file);
  return new Promise((resolve, reject) => {
    // Not fetch, which tells nothing of what has left.
    const request = new XMLHttpRequest();
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(loaded / total));
    request.addEventListener('load', () => {
      const { status } = request;
      if (status >= 200 && status < 300) resolve();
      else if (status === 403) reject(new Lapsed());
      else if (status >= 400 && status < 500) reject(new Refusal('This file could not be stored.'));
      else reject(new Error(`The bucket answered ${status}`));
    });
    for (const event of ['error', 'abort', 'timeout']) {
      request.addEventListener(event, () => reject(new Error('The connection broke')));
    }
    request.open('POST', url);
    request.send(form);
  });
}
