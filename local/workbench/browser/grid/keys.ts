import type { Editing } from './editing.ts';
import type { GridActions } from './grid.ts';
import { editCommand, type GridCommand, gridCommand, type PlainCommand } from './keyboard.ts';
import type { Movement } from './movement.ts';
import type { Overlay } from './overlay.ts';

export interface KeyTargets {
  overlay: Overlay;
  editing: Editing;
  movement: Movement;
  actions: GridActions;
}

/** Does what keys ask for, in the grid and in a text that is being edited. */
export function listenToKeys({ overlay, editing, movement, actions }: KeyTargets): void {
  const { input, choices } = overlay;
  const plain: Record<PlainCommand['kind'], () => void> = {
    all: () => movement.selectAll(),
    open: () => editing.open(),
    edit: () => editing.edit(),
    tick: () => editing.tick(),
    clear: () => editing.clear(),
    undo: () => actions.undo(),
    redo: () => actions.redo(),
    choices: () => editing.openChoices(),
    follow: () => overlay.follow(),
    leave: () => overlay.say('Tab leaves the grid.'),
  };
  const obey = (command: GridCommand) => {
    if (command.kind === 'move') movement.move(command);
    else if (command.kind === 'corner') movement.toCorner(command);
    else if (command.kind === 'next') movement.next(command.direction);
    else plain[command.kind]();
  };
  const inText = (event: KeyboardEvent) => {
    const state = { arrowsLeave: input.mode === 'entering', isChoosing: choices.isOpen };
    const command = editCommand(event, state);
    if (!command) return;
    event.preventDefault();
    if (command.kind === 'cancel') editing.cancel();
    else if (command.kind === 'line') input.insert('\n');
    else if (command.kind === 'choice') choices.move(command.by);
    else {
      editing.finish(choices.chosen ?? input.text);
      movement.next(command.direction);
    }
  };
  let isLeaving = false;
  input.element.addEventListener('focus', () => {
    isLeaving = false;
  });
  input.element.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (input.mode !== 'rest') {
      inText(event);
      return;
    }
    const command = gridCommand(event);
    if (!command) return;
    // After Escape, Tab goes where it goes on any page.
    if (isLeaving && event.key === 'Tab') return;
    if (command.kind === 'tick' && !editing.isBox) return;
    isLeaving = command.kind === 'leave';
    event.preventDefault();
    obey(command);
  });
}
