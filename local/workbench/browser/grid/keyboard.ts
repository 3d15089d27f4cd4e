import type { Direction } from './navigation.ts';

/** What a key asks of the grid while nothing is edited. */
export type GridCommand =
  | { kind: 'move'; direction: Direction; by: 'cell' | 'page' | 'jump'; extends: boolean }
  | { kind: 'corner'; of: 'row' | 'tab'; end: 'first' | 'last'; extends: boolean }
  /** Tab and Enter: on to the next cell. */
  | { kind: 'next'; direction: Direction }
  | PlainCommand;

export interface PlainCommand {
  kind: 'all' | 'edit' | 'open' | 'tick' | 'clear' | 'undo' | 'redo' | 'leave' | 'choices' | 'follow';
}

/** What a key does to a text that is being edited. */
export type EditCommand =
  | { kind: 'done'; direction: Direction }
  | { kind: 'cancel' }
  | { kind: 'line' }
  | { kind: 'choice'; by: 1 | -1 };

type Key = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>;

const arrows: Record<string, Direction> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

export function gridCommand(event: Key): GridCommand | null {
  const { key, shiftKey, altKey } = event;
  const control = event.ctrlKey || event.metaKey;
  const direction = arrows[key];
  if (altKey) {
    if (key === 'ArrowDown') return { kind: 'choices' };
    return key === 'Enter' ? { kind: 'follow' } : null;
  }
  if (direction) return { kind: 'move', direction, by: control ? 'jump' : 'cell', extends: shiftKey };
  switch (key) {
    case 'Tab':
      return control ? null : { kind: 'next', direction: shiftKey ? 'left' : 'right' };
    case 'Enter':
      return shiftKey ? { kind: 'next', direction: 'up' } : { kind: 'open' };
    case 'PageUp':
    case 'PageDown':
      if (control) return null;
      return { kind: 'move', direction: key === 'PageUp' ? 'up' : 'down', by: 'page', extends: shiftKey };
    case 'Home':
    case 'End':
      return {
        kind: 'corner',
        of: control ? 'tab' : 'row',
        end: key === 'Home' ? 'first' : 'last',
        extends: shiftKey,
      };
    case 'F2':
      return { kind: 'edit' };
    case 'Escape':
      return { kind: 'leave' };
    case 'Delete':
    case 'Backspace':
      return { kind: 'clear' };
    case ' ':
      return control || shiftKey ? null : { kind: 'tick' };
  }
  if (!control) return null;
  switch (key.toLowerCase()) {
    case 'a':
      return { kind: 'all' };
    case 'z':
      return { kind: shiftKey ? 'redo' : 'undo' };
    case 'y':
      return { kind: 'redo' };
  }
  return null;
}

/** `arrowsLeave`: the text was begun by typing over the cell. `isChoosing`: a list of values is open below it. */
export function editCommand(
  event: Key,
  { arrowsLeave, isChoosing }: { arrowsLeave: boolean; isChoosing: boolean },
): EditCommand | null {
  const { key, shiftKey, altKey, ctrlKey, metaKey } = event;
  switch (key) {
    case 'Escape':
      return { kind: 'cancel' };
    case 'Tab':
      return { kind: 'done', direction: shiftKey ? 'left' : 'right' };
    case 'Enter':
      if (altKey || ctrlKey || metaKey) return { kind: 'line' };
      return { kind: 'done', direction: shiftKey ? 'up' : 'down' };
  }
  const direction = arrows[key];
  if (!direction) return null;
  if (isChoosing && direction === 'up') return { kind: 'choice', by: -1 };
  if (isChoosing && direction === 'down') return { kind: 'choice', by: 1 };
  return arrowsLeave && !shiftKey && !ctrlKey && !metaKey ? { kind: 'done', direction } : null;
}
