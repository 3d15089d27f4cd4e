import type { Settings } from '../booking/settings.ts';

/** What a check of the connections asks, each by itself. */
export type System =
  | 'identity'
  | 'secret'
  | 'bucket'
  | 'distribution'
  | 'site'
  | 'legacy'
  | 'calendar'
  | 'crew'
  | 'function'
  | 'apis'
  | 'table'
  | 'mail';

/** What came of asking one system, as codes and facts: the dialog has the words. */
export interface Finding {
  /** What it answered, by its probe; absent when it refused or said nothing. */
  answer?: string[];
  /** The kind of error, and what the remote said, if it said anything. Redacted. */
  error?: string;
  message?: string;
  operation?: string | undefined;
  status?: number | null | undefined;
  code?: string | undefined;
  /** The last answer came through CloudFront. */
  isFromEdge?: boolean;
  /** Where S3 says that the bucket is. */
  bucketRegion?: string | undefined;
}

export interface ConnectionCheck {
  /** When it began, epoch milliseconds. */
  at: number;
  isOver: boolean;
  /** Those that it was made with. */
  settings: Settings;
  /** The OAuth client that the identity token is for, and the number of its owner; empty without a token. */
  audience: string;
  subject: string;
  /** How far AWS's clock was ahead of Google's; 0 where AWS did not answer. */
  skewMilliseconds: number;
  /** Of those that have answered, or failed to. */
  findings: Partial<Record<System, Finding>>;
}

/** What the dialog shows. */
export interface ConnectionsShown extends Omit<ConnectionCheck, 'at'> {
  /** When it began, in words, local. */
  checked: string;
}
