import type { Status } from './booking.ts';
import { STATUSES } from './booking.ts';
import type { Cell, Reading } from './cells.ts';
import { accept, isBlank, plainText, readLine, readNotes, readWhole, refuse } from './cells.ts';
import { GREATEST_GROSS_CENTS, readCents } from './money.ts';

const LONGEST_CHARTER_MINUTES = 72 * 60;
const LONGEST_CREW_MINUTES = 96 * 60;

export const readSource = readLine({ maximum: 100 });
export const readBoat = readLine({
  advice: 'Write the boat here, or one for all in the Settings tab.',
  maximum: 100,
});
export const readGuest = readLine({ advice: "Write the guest's name.", maximum: 200 });
export const readParty = readWhole({
  scale: 1,
  from: 1,
  to: 1000,
  advice: 'Write how many guests come, such as 6.',
});
export const readHours = readWhole({
  scale: 60,
  from: 1,
  to: LONGEST_CHARTER_MINUTES,
  advice:
    'Write a number of hours above 0 and up to 72, such as 3 or 2.5, that is a whole number of minutes.',
});
export const readCrewHours = readWhole({
  scale: 60,
  from: 1,
  to: LONGEST_CREW_MINUTES,
  advice:
    'Write the hours that each crew member is paid, above 0 and up to 96, such as 5, or nothing for the usual.',
});
export const readLocationName = readLine({
  advice: 'Write the name of a location of the Locations tab.',
  maximum: 100,
});
export const readGross = readCents(GREATEST_GROSS_CENTS);
export const readCaptainId = readLine({ advice: 'Write one crew id of the Crew tab.', maximum: 100 });
export const readCrewList = readLine({ maximum: 1000 });
export const readLongNotes = readNotes(5000);

/** The captain's word for where a booking stands; an empty cell is a draft. */
export function readStatus(cell: Cell): Reading<Status> {
  if (isBlank(cell)) return accept('Draft');
  const status = STATUSES.find((candidate) => candidate.toLowerCase() === plainText(cell).toLowerCase());
  return status ? accept(status) : refuse('Write Draft, Ready, Cancelled or Completed.');
}
