/**
 * A script for the local runtime: calls of src/sheet and src/google with arguments and answers that are plain JSON.
 * tabs-project.ts bundles it and makes each of these a function that the runtime can call.
 */
import { userCache } from '../../src/google/cache.ts';
import { currentUserEmail } from '../../src/google/identity.ts';
import { documentLock } from '../../src/google/lock.ts';
import { documentProperties } from '../../src/google/properties.ts';
import { runEntryPoint } from '../../src/google/runner.ts';
import { timeZoneOf } from '../../src/google/time-zone.ts';
import { installTriggers } from '../../src/google/triggers.ts';
import { alert, ask, toast } from '../../src/google/ui.ts';
import { fetchAll } from '../../src/google/url-fetch.ts';
import { ArchiveTab } from '../../src/sheet/archive.ts';
import { BoardTab } from '../../src/sheet/board.ts';
import { BookingsTab } from '../../src/sheet/bookings.ts';
import { crewOf } from '../../src/sheet/crew.ts';
import { heartbeat } from '../../src/sheet/heartbeat.ts';
import { KanbanTab } from '../../src/sheet/kanban.ts';
import { locationsOf } from '../../src/sheet/locations.ts';
import { appendToLog } from '../../src/sheet/log.ts';
import { setUpTabs } from '../../src/sheet/set-up.ts';
import { settingValuesOf } from '../../src/sheet/settings.ts';

const book = () => SpreadsheetApp.getActive();
const zone = () => timeZoneOf(book());
const changesOf = (changes) =>
  new Map(
    Object.entries(changes).map(([bookingId, { outputs = {}, ...rest }]) => {
      const { published } = outputs;
      return [
        bookingId,
        { ...rest, outputs: { ...outputs, ...(published ? { published: new Date(published) } : {}) } },
      ];
    }),
  );

export const setUp = () => setUpTabs(book(), SpreadsheetApp);

export const readBookings = () => new BookingsTab(book()).read();

export const selectedBookingIds = () => {
  const tab = new BookingsTab(book());
  return tab.selected(tab.read()).map(({ bookingId }) => bookingId);
};

export const writeBookings = (changes) =>
  new BookingsTab(book()).write(changesOf(changes)).map(({ bookingId }) => bookingId);

/** Pauses after reading, so that a test can change the sheet meanwhile. */
export const readPauseWrite = (changes) => {
  const tab = new BookingsTab(book());
  tab.read();
  Utilities.sleep(1);
  tab.write(changesOf(changes));
};

/** Fills each row's Problem with its own row number, chosen while the rows are in hand. */
export const numberRows = () => {
  new BookingsTab(book()).update(
    (rows) => new Map(rows.map((row) => [row, { outputs: { problem: `row ${row.rowNumber}` } }])),
  );
};

export const readCrewTab = () => crewOf(book());
export const readLocationsTab = () => locationsOf(book());
export const readSettingsTab = () => [...settingValuesOf(book())];

export const kanbanCards = () => new KanbanTab(book(), zone()).cards();

export const putCards = (cards, removed = []) => {
  const kanban = new KanbanTab(book(), zone());
  for (const card of cards) kanban.put(card);
  for (const bookingId of removed) kanban.remove(bookingId);
  kanban.write();
};

export const drawCards = (cards) => new BoardTab(book(), SpreadsheetApp).draw(cards);
export const sayOnBoard = (words) => new BoardTab(book(), SpreadsheetApp).say(words);

export const log = (records) => appendToLog(book(), records);

export const isCopy = () => new ArchiveTab(book()).isCopy();
export const archiveAndFind = (entries, key) => {
  const archive = new ArchiveTab(book());
  // Whoever puts away has looked before.
  archive.find(key);
  archive.add(entries);
  return archive.find(key) ?? null;
};
export const noteTimer = (sign) => {
  const archive = new ArchiveTab(book());
  const before = archive.timer();
  archive.noteTimer(sign);
  return { before, told: archive.timer(), after: new ArchiveTab(book()).timer() };
};
export const heartbeatAt = (now) => heartbeat(new ArchiveTab(book()), now, zone());

// src/google, as far as what it does shows in plain JSON.
export const fetchThese = (requests) => {
  try {
    return fetchAll(requests);
  } catch (error) {
    return { thrown: error.name, message: error.message };
  }
};

const HANDLERS = { edit: 'onEditTrigger', change: 'onChangeTrigger', timer: 'onTimer' };
export const onEditTrigger = () => {};
export const onChangeTrigger = () => {};
export const onTimer = () => {};
export const install = (takeOver) => installTriggers(HANDLERS, documentProperties, () => takeOver, false);
export const installAgainByHand = () => {
  ScriptApp.newTrigger('onTimer').timeBased().everyMinutes(5).create();
};

export const failWith = (name, message) =>
  runEntryPoint('failWith', toast, async () => {
    await undefined;
    throw Object.assign(new Error(message), name === 'Error' ? {} : { name });
  });
export const askSomething = () => ask('Go on?');
export const alertSomething = () => alert('Something.');

export const holdLock = (milliseconds) =>
  documentLock(50).holding(() => {
    book().getSheetByName('Log').getRange('A2').setValue('held');
    if (milliseconds > 0) Utilities.sleep(milliseconds);
    return 'worked';
  });
export const holdLockThenRest = (milliseconds) => {
  holdLock(0);
  Utilities.sleep(milliseconds);
};
/** The work fails; what comes after it in the same execution no longer holds the lock. */
export const failInLockThenRest = (milliseconds) => {
  try {
    documentLock(50).holding(() => {
      throw new Error('broke');
    });
  } catch (error) {
    Utilities.sleep(milliseconds);
    return error.message;
  }
  return 'nothing was thrown';
};
export const keepValues = () => {
  documentProperties.set({ a: '1', b: '2' });
  documentProperties.set({ c: '3' });
  documentProperties.delete(['b', 'absent']);
  return documentProperties.all();
};
export const keepInCache = (key) => {
  userCache.put(key, 'value', 60);
  return userCache.get(key);
};
export const findInCache = (key) => userCache.get(key);
export const whoAmI = () => currentUserEmail();
export const zoneRoundTrip = (text) => {
  const pattern = "yyyy-MM-dd'T'HH:mm";
  return zone().format(zone().parse(text, pattern), pattern);
};
