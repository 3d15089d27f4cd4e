import type { Status } from '../booking/booking.ts';
import type { Json } from '../projections/projection.ts';
import type { StepOutcome } from './outcome.ts';
import type { Action } from './plan.ts';
import type { KeyValueStore } from './store.ts';

/** What a projection holds, or held. `settling`: placed, but the outside world does not see it yet. */
export type Standing =
  | { state: 'settling'; isAnnounced: boolean; id: string; fingerprint: string; memory?: Json | undefined }
  | {
      state: 'done';
      id: string;
      fingerprint: string;
      memory?: Json | undefined;
      /** In words, how what stands there was found to differ from it. */
      drift?: readonly string[];
    }
  | { state: 'removed' };

/** A write left, or was about to, and whether it arrived is not known. */
export interface Sending {
  state: 'sending';
  action: 'create' | 'update' | 'remove';
  /** Epoch milliseconds of the first attempt. */
  since: number;
  idempotencyKey: string;
  /** Of what was sent; empty for a removal. */
  fingerprint: string;
  memory?: Json | undefined;
  /** What stood there before. */
  previous?: Standing | undefined;
  /** What is left to the captain, if anything. */
  question?: Question;
}

/** What only the captain can find out, or do: the remote can't be asked, or lacks the operation. */
export type Question = 'did it arrive' | 'do it by hand';

/** What we know of one projection of one booking. */
export type ProjectionRecord = Standing | Sending;

/** A step of a publish: what it is to do, and once it ended how. */
export type StepNote = Action | 'done' | Exclude<StepOutcome, { kind: 'done' | 'nothing' }>;

/** Who is publishing a booking, and since when (epoch milliseconds). */
export interface Lease {
  who: string;
  since: number;
}

export interface JournalEntry {
  bookingId: string;
  /** Rises with every plan that acts; persisted before anything is sent. */
  revision: number;
  /** The row's Status when it was last published. */
  status: Status;
  /**
   * `unfinished`: the timer goes on with it by itself. `attention`: only the captain's next click does.
   * `settled`: all that was planned is done.
   */
  progress: 'unfinished' | 'attention' | 'settled';
  /** Since when it has been unfinished, and when it was last tried, in epoch milliseconds. */
  unfinishedSince: number;
  triedAt: number;
  lease?: Lease;
  /** When the charter ends, epoch milliseconds: tells when the entry may be archived. */
  endsAt: number;
  /** What the captain should know and that stopped nothing. */
  warnings: readonly string[];
  /** By the projections' names. */
  records: Readonly<Record<string, ProjectionRecord>>;
  /** What the captain was mailed of the crew's answers. */
  crewTold?: readonly string[];
  /** Of the publish that claimed it last, by the projections' names, for whoever watches. */
  steps?: Readonly<Record<string, StepNote>>;
}

/** Entries that left the journal, each under its key. */
export interface Archive {
  find(key: string): string | undefined;
  all(): ReadonlyMap<string, string>;
  /** They are durable when it returns. */
  add(entries: Record<string, string>): void;
}

/** What stands there, or stood there before the write whose outcome is not known. */
export function standingOf(record: ProjectionRecord | undefined): Standing | undefined {
  return record?.state === 'sending' ? record.previous : record;
}

/** The same, where anything does. */
export function placedIn(
  entry: JournalEntry | undefined,
  projection: string,
): Exclude<Standing, { state: 'removed' }> | undefined {
  const standing = standingOf(entry?.records[projection]);
  return standing?.state === 'removed' ? undefined : standing;
}

/** The remote id of what stands there, as far as it is known; empty when nothing does. */
export function placedId(entry: JournalEntry | undefined, projection: string): string {
  return placedIn(entry, projection)?.id ?? '';
}

/** What a projection asked to have remembered of what stands there, or may stand there. */
export function memoryOf(entry: JournalEntry, projection: string): Json | undefined {
  const record = entry.records[projection];
  return (record?.state === 'sending' && record.memory) || placedIn(entry, projection)?.memory;
}

/** Whether anything of it is left outside: of a booking that was cancelled and taken back there isn't. */
export function stands({ status, progress }: JournalEntry): boolean {
  return status !== 'Cancelled' || progress !== 'settled';
}

const PREFIX = 'journal/';
const ARCHIVED_AFTER_MILLISECONDS = 30 * 24 * 3600 * 1000;
/** What an entry comes to hold, and what all may together: Document Properties take 500 KB. */
const ENTRY_CHARACTERS = 1600;
const STORE_CHARACTERS = 450_000;
/** 80 % of the 500 KB. */
const FULL_CHARACTERS = 400_000;

/**
 * The durable record of what was attempted, what arrived, and what is not known. Changes are made in memory
 * and become durable all at once by `flush`, which runs before each round leaves.
 */
export class Journal {
  private entries = new Map<string, JournalEntry>();
  private readonly changed = new Set<string>();

  private readonly store: KeyValueStore;
  private readonly archive: Archive;

  constructor(store: KeyValueStore, archive: Archive) {
    this.store = store;
    this.archive = archive;
    this.reload();
  }

  /** Reads what is durable now; whatever was not flushed is lost. */
  reload(): void {
    this.changed.clear();
    this.entries = new Map();
    for (const [key, text] of Object.entries(this.store.all())) {
      if (key.startsWith(PREFIX)) this.entries.set(key, parseEntry(key, text));
    }
  }

  /** The entry of a booking, in any case of its id; brought back from the archive where it was put away. */
  find(bookingId: string): JournalEntry | undefined {
    const key = keyOf(bookingId);
    const entry = this.entries.get(key);
    if (entry) return entry;
    const restored = parseOrNull(this.archive.find(key) || '');
    if (!restored) return undefined;
    this.entries.set(key, restored);
    return restored;
  }

  all(): JournalEntry[] {
    return [...this.entries.values()];
  }

  /** For how many further bookings there is room. */
  room(): number {
    return Math.floor((STORE_CHARACTERS - this.characters()) / ENTRY_CHARACTERS);
  }

  put(entry: JournalEntry): void {
    const key = keyOf(entry.bookingId);
    this.entries.set(key, entry);
    this.changed.add(key);
  }

  record(bookingId: string, projection: string, record: ProjectionRecord | undefined): void {
    const entry = this.find(bookingId);
    if (!entry) throw new Error(`Journal: ${bookingId} has no entry to record ${projection} in`);
    const records = { ...entry.records };
    if (record) records[projection] = record;
    else delete records[projection];
    this.put({ ...entry, records });
  }

  /** Becomes durable with what is to be: nobody waits for a note. */
  note(bookingId: string, projection: string, outcome: StepOutcome): void {
    const entry = this.find(bookingId);
    // That is what was planned.
    if (!entry || outcome.kind === 'nothing') return;
    const note = outcome.kind === 'done' ? 'done' : outcome;
    this.put({ ...entry, steps: { ...entry.steps, [projection]: note } });
  }

  /** Makes all changes durable, in one write. */
  flush(): void {
    if (this.changed.size === 0) return;
    const values: Record<string, string> = {};
    for (const key of this.changed) values[key] = JSON.stringify(this.entries.get(key));
    this.store.set(values);
    this.changed.clear();
  }

  /** Moves what is over to the archive: 30 days after the charter, and sooner, oldest first, when the store fills up. */
  putAway(now: number): void {
    const oldestFirst = this.all()
      .filter((entry) => entry.progress === 'settled' && !entry.lease)
      .sort((a, b) => a.endsAt - b.endsAt);
    let characters = this.characters();
    const leaving: Record<string, string> = {};
    for (const entry of oldestFirst) {
      const over = now - entry.endsAt > ARCHIVED_AFTER_MILLISECONDS;
      if (!over && characters < FULL_CHARACTERS) break;
      const text = JSON.stringify(entry);
      leaving[keyOf(entry.bookingId)] = text;
      characters -= text.length;
    }
    const keys = Object.keys(leaving);
    if (keys.length === 0) return;
    this.archive.add(leaving);
    this.store.delete(keys);
    for (const key of keys) {
      this.entries.delete(key);
      this.changed.delete(key);
    }
  }

  /** Into the archive, which travels with a copy of the spreadsheet: properties don't. What is under way comes later. */
  backUp(): void {
    const resting = [...this.entries].filter(([, { lease }]) => !lease);
    this.archive.add(Object.fromEntries(resting.map(([key, entry]) => [key, JSON.stringify(entry)])));
  }

  /**
   * What was backed up, isn't over, and is missing here, as everything is in a copy. It may be older than what was last
   * sent: its revisions go on above any that were used since, and nothing of it goes on by itself. Durable when it returns.
   */
  bringBack(now: number): void {
    for (const [key, text] of this.archive.all()) {
      if (!key.startsWith(PREFIX) || this.entries.has(key)) continue;
      const entry = parseOrNull(text);
      // So that a text which is JSON but no entry, whose end is no number, is left out too.
      if (!(entry && now - entry.endsAt <= ARCHIVED_AFTER_MILLISECONDS)) continue;
      const progress = entry.progress === 'settled' ? 'settled' : 'attention';
      this.put({ ...entry, progress, revision: Math.max(entry.revision, Math.floor(now / 1000)) });
    }
    this.putAway(now);
    this.flush();
  }

  private characters(): number {
    return this.all().reduce((sum, entry) => sum + JSON.stringify(entry).length, 0);
  }
}

function keyOf(bookingId: string): string {
  return PREFIX + bookingId.toLowerCase();
}

function parseEntry(key: string, text: string): JournalEntry {
  const entry = parseOrNull(text);
  if (!entry) throw new Error(`The publishing record ${key} cannot be read`);
  return entry;
}

/** Null where there is none, or somebody wrote over it. */
function parseOrNull(text: string): JournalEntry | null {
  try {
    return JSON.parse(text) as JournalEntry;
  } catch {
    return null;
  }
}
