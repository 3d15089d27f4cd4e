/** The global functions that the installable triggers call. */
export const TRIGGER_HANDLERS = {
  edit: 'onEditTrigger',
  change: 'onChangeTrigger',
  timer: 'onTimer',
} as const;
