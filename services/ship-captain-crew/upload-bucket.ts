import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { kindOfKey, LARGEST_BYTES, type MediaKind, type MediaType } from './media-types.ts';
import { MOST_IN_ALL } from './upload-allowance.ts';

const GRANT_MILLISECONDS = 15 * 60_000;
const VIEWING_SECONDS = 60 * 60;

/** A presigned POST: `fields` go into the form before the field `file`. */
export interface Grant {
  url: string;
  fields: Record<string, string>;
  key: string;
  /** UTC, RFC 3339. */
  expires_at: string;
}

export interface Photo {
  key: string;
  /** Good for an hour. */
  url: string;
  kind: MediaKind;
  /** UTC, RFC 3339. */
  uploaded_at: string;
}

export interface Wish {
  bookingId: string;
  type: MediaType;
  /** When the upload window closes; no grant outlives it. */
  closesAt: number;
  /** Where a plain form leads in the end; null: S3 answers 204. */
  returnTo: string | null;
}

/** The private bucket of guests' photos: `photos/{booking_id}/{time}-{random}.{extension}`. */
export class UploadBucket {
  private readonly client: S3Client;
  private readonly bucket: string;
  private readonly now: () => number;
  private readonly randomId: () => string;

  constructor(client: S3Client, bucket: string, now: () => number, randomId: () => string) {
    this.client = client;
    this.bucket = bucket;
    this.now = now;
    this.randomId = randomId;
  }

  /** Lets one file of this type, from 1 byte to its kind's limit, be uploaded under a key of its own. */
  async grant({ bookingId, type, closesAt, returnTo }: Wish): Promise<Grant> {
    const now = this.now();
    // A policy knows whole seconds.
    const expiresAt = Math.floor(Math.min(now + GRANT_MILLISECONDS, closesAt) / 1000) * 1000;
    // Digits alone, so that keys sort by time.
    const time = new Date(now).toISOString().replace(/\D/g, '');
    const key = `${folder(bookingId)}${time}-${this.randomId()}.${type.extension}`;
    const { url, fields } = await createPresignedPost(this.client, {
      Bucket: this.bucket,
      Key: key,
      Expires: (expiresAt - now) / 1000,
      Fields: {
        'Content-Type': type.contentType,
        ...(returnTo === null ? {} : { success_action_redirect: returnTo }),
      },
      Conditions: [['content-length-range', 1, LARGEST_BYTES[type.kind]]],
    });
    return { url, fields, key, expires_at: new Date(expiresAt).toISOString() };
  }

  /** What was uploaded for a booking, newest first. */
  async photos(bookingId: string): Promise<Photo[]> {
    const pages = paginateListObjectsV2(
      { client: this.client },
      { Bucket: this.bucket, Prefix: folder(bookingId) },
    );
    const found: Omit<Photo, 'url'>[] = [];
    for await (const { Contents = [] } of pages) {
      for (const { Key: key = '', LastModified } of Contents) {
        const kind = kindOfKey(key);
        if (kind && LastModified) found.push({ key, kind, uploaded_at: LastModified.toISOString() });
      }
      if (found.length >= MOST_IN_ALL) break;
    }
    return Promise.all(
      found
        .slice(0, MOST_IN_ALL)
        .reverse()
        .map(async (photo) => ({ ...photo, url: await this.viewing(photo.key) })),
    );
  }

  /** Where all presigned URLs lead, for a page's security policy: the bucket has a host of its own. */
  async origin(): Promise<string> {
    return new URL(await this.viewing('any')).origin;
  }

  private viewing(key: string): Promise<string> {
    return getSignedUrl(this.client, new GetObjectCommand({ Bucket: this.bucket, Key: key }), {
      expiresIn: VIEWING_SECONDS,
      signingDate: new Date(this.now()),
    });
  }
}

function folder(bookingId: string): string {
  return `photos/${bookingId}/`;
}
