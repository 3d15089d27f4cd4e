/** The menu Charter: its items and the global functions that they call. */
export const MENU_ITEMS = [
  { label: 'Publish booking', handler: 'publishSelected' },
  { label: 'Publish all ready', handler: 'publishAllReady' },
  { label: 'Preview changes', handler: 'previewChanges' },
  { label: 'Preview guest page', handler: 'previewGuestPage' },
  { label: 'Cancel booking', handler: 'cancelSelected' },
  'separator',
  { label: 'Check for drift', handler: 'checkForDrift' },
  { label: 'Refresh crew replies', handler: 'refreshCrewReplies' },
  { label: 'Check connections', handler: 'checkConnections' },
  'separator',
  { label: 'Kanban board', handler: 'showBoard' },
  { label: 'Settings', handler: 'showSettings' },
  { label: 'Set up', handler: 'setUp' },
] as const;
