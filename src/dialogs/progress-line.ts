import { capitalised } from '../booking/capitalised.ts';
import type { BookingProgress } from '../commands/progress.ts';

/** One projection of a booking: one line. */
export interface Line {
  name: string;
  state: 'waiting' | 'under way' | 'done' | 'nothing' | 'later' | 'failed' | 'yours';
  words: string;
}

/** In the order in which the steps begin. */
export function linesOf({ steps = {}, records, isHeld }: BookingProgress): Line[] {
  return Object.entries(steps).map(([projection, note]) => ({
    name: capitalised(projection),
    ...stateOf(note, records[projection], isHeld),
  }));
}

type Note = NonNullable<BookingProgress['steps']>[string];
type OnRecord = BookingProgress['records'][string];

const UNDER_WAY = { state: 'under way', words: 'under way' } as const;

function stateOf(note: Note, onRecord: OnRecord | undefined, isHeld: boolean): Omit<Line, 'name'> {
  if (typeof note === 'object') return endOf(note, onRecord);
  if (onRecord === 'sending' && isHeld) return UNDER_WAY;
  if (onRecord === 'sending' && note === 'done') return { state: 'waiting', words: 'written at the end' };
  if (onRecord === 'sending') {
    return { state: 'waiting', words: 'on its way; whether it arrived is found out first' };
  }
  if (note === 'done') return { state: 'done', words: 'done' };
  if (onRecord === 'settling') return { state: 'under way', words: 'there; the public sees it in a moment' };
  if (note === 'nothing') return { state: 'nothing', words: 'nothing to do' };
  return { state: 'waiting', words: 'waiting' };
}

function endOf(note: Exclude<Note, string>, onRecord: OnRecord | undefined): Omit<Line, 'name'> {
  switch (note.kind) {
    case 'waiting':
      return { state: 'waiting', words: `waits for the ${note.for}` };
    case 'later':
      return { state: 'later', words: `not through yet: ${sentence(note.why)} It goes on by itself.` };
    case 'failed':
      return { state: 'failed', words: `failed: ${sentence(note.why)} Mend it, then publish again.` };
    case 'asked':
      if (onRecord === 'did it arrive') {
        return {
          state: 'yours',
          words: 'it may or may not have arrived. Look, then publish again to say which.',
        };
      }
      if (onRecord === 'do it by hand') {
        return {
          state: 'yours',
          words: `only by hand over there: ${sentence(note.why)} Do it, then publish again to say so.`,
        };
      }
      // Somebody said what came of it.
      return { state: 'waiting', words: 'goes on with what you said' };
  }
}

/** What a remote said may be a sentence already. */
function sentence(why: string): string {
  return `${why.replace(/\.+$/, '')}.`;
}
