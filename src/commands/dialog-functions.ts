import type { CardMove } from '../sheet/kanban.ts';
import type { BoardShown } from './board-dialog.ts';
import type { ConnectionsShown } from './connection-findings.ts';
import type { DecisionShown, DecisionTaken } from './decide.ts';
import type { DriftShown } from './drift-dialog.ts';
import type { GuestPagePreview } from './guest-page.ts';
import type { RowWanted } from './missing-rows.ts';
import type { BookingPreview } from './preview.ts';
import type { PublishProgress, Watched } from './progress.ts';
import type { SettingsSaved, SettingsShown, SettingsWanted } from './settings-dialog.ts';

/** What dialogs call, by name, and what they are told. */
export interface DialogFunctions {
  publishProgress(watched: Watched): PublishProgress;
  previewSelected(): BookingPreview[];
  previewGuestPageOf(index: number): GuestPagePreview;
  openDecisions(): DecisionShown[];
  decide(taken: DecisionTaken[]): void;
  driftFound(): DriftShown;
  repairDrift(bookingIds: string[]): Promise<void>;
  connectionsFound(): ConnectionsShown | null;
  checkConnections(): Promise<void>;
  checkConnectionsAgain(): Promise<void>;
  bringBackRows(wanted: RowWanted[]): Promise<void>;
  boardFound(): BoardShown;
  moveCard(move: CardMove): BoardShown;
  showSettings(): Promise<void>;
  settingsFound(): SettingsShown;
  saveSettings(wanted: SettingsWanted): SettingsSaved;
}
