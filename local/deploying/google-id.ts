import { UsageError } from '../usage-error.ts';

/** Google promises no length. A script's id has 57 characters as a rule, a spreadsheet's 44. */
const SHAPE = /^[\w-]{30,100}$/;
const SCRIPT_ADDRESS = /^https:\/\/script\.google\.com\/(?:.*\/)?(?:d|projects)\/([^/?#]+)/;
const SPREADSHEET_ADDRESS = /^https:\/\/docs\.google\.com\/(?:.*\/)?d\/([^/?#]+)/;
/** Each deployment has an id of its own, which stands in a web app's address. */
const DEPLOYMENT = /^(?:https:\/\/script\.google\.com\/(?:.*\/)?s\/)?AKfyc/;

const WHERE_SCRIPT_IDS_ARE =
  'In the spreadsheet choose Extensions → Apps Script, and give the address of the page that opens, or the Script ID of its Project Settings.';

/** The id in what was pasted: an id, or a script's address. Throws UsageError. */
export function readScriptId(text: string): string {
  const [, spreadsheetId] = SPREADSHEET_ADDRESS.exec(text) ?? [];
  if (spreadsheetId !== undefined) {
    throw new UsageError(
      `That is the address of a spreadsheet. For a new script in it: npm run link -- --new ${spreadsheetId}. For one that is there: ${WHERE_SCRIPT_IDS_ARE}`,
    );
  }
  if (DEPLOYMENT.test(text)) {
    throw new UsageError(`“${text}” is the id of a deployment, not of a script. ${WHERE_SCRIPT_IDS_ARE}`);
  }
  const [, id = text] = SCRIPT_ADDRESS.exec(text) ?? [];
  if (!SHAPE.test(id)) throw new UsageError(`“${text}” is no script's id. ${WHERE_SCRIPT_IDS_ARE}`);
  return id;
}

/** The id in what was pasted: an id, or a spreadsheet's address. Throws UsageError. */
export function readSpreadsheetId(text: string): string {
  const [, id = text] = SPREADSHEET_ADDRESS.exec(text) ?? [];
  if (!SHAPE.test(id)) {
    throw new UsageError(`--new “${text}” is no spreadsheet. Give its address, as the browser shows it.`);
  }
  return id;
}
