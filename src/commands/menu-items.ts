/** The menu Charter: its items and the global functions that they call. */
export const MENU_ITEMS = [
  { label: 'Publish booking', handler: 'publishSelected' },
  { label: 'Publish all ready', handler: 'publishAllReady' },
  'separator',
  { label: 'Set up', handler: 'setUp' },
] as const;
