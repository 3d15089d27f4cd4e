import { SavedTicks } from './checklist.ts';
import { showConditions } from './conditions.ts';

const conditions = document.querySelector<HTMLElement>('.conditions');
if (conditions) void showConditions(conditions);

const checklist = document.querySelector<HTMLFormElement>('.duty form');
if (checklist) new SavedTicks(checklist).start();
