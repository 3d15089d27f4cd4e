import { showMenu } from '../google/menu.ts';
import { MENU_ITEMS } from './menu-items.ts';

export function showCharterMenu(): void {
  showMenu('Charter', MENU_ITEMS);
}
