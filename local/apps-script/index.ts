export type { BridgeCall, CallContext, LogEntry, ScriptError } from './bridge.ts';
export type { CallCounts } from './caller.ts';
export { ScriptVisibleError } from './errors.ts';
export type { Execution, Latency, OnBridgeCall, RunningExecution } from './execution.ts';
export type { Manifest } from './manifest.ts';
export { Person } from './person.ts';
export { AppsScriptProject, type ProjectOptions, type RunOptions, type SavedProject } from './project.ts';
export type {
  AlertRequest,
  Audience,
  ButtonName,
  DialogRequest,
  Menu,
  MenuEntry,
  Toast,
  UserInterface,
} from './user-interface.ts';
export { nobody } from './user-interface.ts';
export { parseA1, type Rectangle, toA1 } from './workbook/a1-notation.ts';
export { dropDown } from './workbook/data-validation.ts';
export { displayText } from './workbook/display-text.ts';
export type { Sheet } from './workbook/sheet.ts';
export { Workbook } from './workbook/workbook.ts';
export type * from './workbook/workbook-data.ts';
