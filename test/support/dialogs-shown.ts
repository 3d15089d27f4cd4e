import { vi } from 'vitest';
import type { DialogRequest } from '../../local/apps-script/index.ts';
import type { Desk } from './desk.ts';

/** The dialogs that the script shows from now on, oldest first. */
export function dialogsShown(desk: Desk): DialogRequest[] {
  const shown: DialogRequest[] = [];
  vi.spyOn(desk.system.messages, 'showDialog').mockImplementation((dialog) => void shown.push(dialog));
  return shown;
}
