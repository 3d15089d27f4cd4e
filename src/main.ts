/**
 * The functions that Apps Script calls, by name: from the menu, from triggers and from scripts. The build makes
 * each assignment to `global` a top-level function declaration.
 */
import './clients/shims/install.ts';
import { boardToShow, moveCard, showBoard } from './commands/board-dialog.ts';
import { cancelSelectedRows } from './commands/cancel.ts';
import { checkConnectionsAgain, connectionsToShow, openConnections } from './commands/connections.ts';
import { refreshCrewReplies } from './commands/crew-replies.ts';
import { decisionsToShow, takeDecisions } from './commands/decide.ts';
import { type BookingDescription, describeRows } from './commands/describe.ts';
import type { DialogFunctions } from './commands/dialog-functions.ts';
import { checkForDriftNow } from './commands/drift.ts';
import { bringBackRows, driftToShow, repairDrift } from './commands/drift-dialog.ts';
import { reconcileMoney } from './commands/edit.ts';
import { guestPageOfSelection, showGuestPages } from './commands/guest-page.ts';
import { open } from './commands/open.ts';
import { previewSelectedRows, showPreview } from './commands/preview.ts';
import { progressOf } from './commands/progress.ts';
import { publishAllReadyRows, publishSelectedRows } from './commands/publish.ts';
import { followChange, reconcile, tick } from './commands/reconcile.ts';
import { setUpEverything } from './commands/set-up.ts';
import { saveSettings, settingsToShow, showSettings } from './commands/settings-dialog.ts';
import { runEntryPoint, runInstalledTrigger, runTrigger } from './google/runner.ts';
import { alert } from './google/ui.ts';

declare const global: DialogFunctions & {
  onOpen(): Promise<void>;
  onEdit(event?: GoogleAppsScript.Events.SheetsOnEdit): Promise<void>;
  onEditTrigger(): Promise<void>;
  onChangeTrigger(event?: GoogleAppsScript.Events.SheetsOnChange): Promise<void>;
  onTimer(): Promise<void>;
  publishSelected(): Promise<void>;
  publishAllReady(): Promise<void>;
  previewChanges(): Promise<void>;
  previewGuestPage(): Promise<void>;
  cancelSelected(): Promise<void>;
  checkForDrift(): Promise<void>;
  refreshCrewReplies(): Promise<void>;
  showBoard(): Promise<void>;
  setUp(): Promise<void>;
  describeBookings(bookingIds: string[]): BookingDescription[];
};

global.onOpen = () => runTrigger('onOpen', open);
global.onEdit = (event) => runTrigger('onEdit', () => reconcileMoney(event?.range.getSheet().getName()));
global.onEditTrigger = () => runInstalledTrigger('onEditTrigger', reconcile);
global.onChangeTrigger = (event) =>
  runInstalledTrigger('onChangeTrigger', () => followChange(event?.changeType));
global.onTimer = () => runInstalledTrigger('onTimer', tick);
global.publishSelected = () => runEntryPoint('publishSelected', alert, publishSelectedRows);
global.publishAllReady = () => runEntryPoint('publishAllReady', alert, publishAllReadyRows);
global.publishProgress = progressOf;
global.previewChanges = () => runEntryPoint('previewChanges', alert, showPreview);
global.previewSelected = previewSelectedRows;
global.previewGuestPage = () => runEntryPoint('previewGuestPage', alert, showGuestPages);
global.previewGuestPageOf = guestPageOfSelection;
global.cancelSelected = () => runEntryPoint('cancelSelected', alert, cancelSelectedRows);
global.setUp = () => runEntryPoint('setUp', alert, setUpEverything);
global.describeBookings = describeRows;
global.openDecisions = decisionsToShow;
global.decide = takeDecisions;
global.checkForDrift = () => runEntryPoint('checkForDrift', alert, checkForDriftNow);
global.refreshCrewReplies = () => runEntryPoint('refreshCrewReplies', alert, refreshCrewReplies);
global.driftFound = driftToShow;
global.repairDrift = (bookingIds) => runEntryPoint('repairDrift', alert, () => repairDrift(bookingIds));
global.checkConnections = () => runEntryPoint('checkConnections', alert, openConnections);
global.checkConnectionsAgain = () => runEntryPoint('checkConnectionsAgain', alert, checkConnectionsAgain);
global.connectionsFound = connectionsToShow;
global.bringBackRows = (wanted) => runEntryPoint('bringBackRows', alert, () => bringBackRows(wanted));
global.showBoard = () => runEntryPoint('showBoard', alert, showBoard);
global.boardFound = boardToShow;
global.moveCard = moveCard;
global.showSettings = () => runEntryPoint('showSettings', alert, showSettings);
global.settingsFound = settingsToShow;
global.saveSettings = saveSettings;
