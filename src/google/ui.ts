const TITLE = 'Charter Desk';

/** A note in the corner of the sheet. Nobody sees it when a timer runs, and that is all right. */
export function toast(message: string, seconds = 8): void {
  try {
    SpreadsheetApp.getActive().toast(message, TITLE, seconds);
  } catch {
    console.info(`${TITLE}: a note could not be shown`);
  }
}

/** Waits until the user closes it; the execution's time runs on meanwhile. A toast where no dialog can be shown. */
export function alert(message: string): void {
  const ui = userInterface();
  if (ui) ui.alert(TITLE, message, ui.ButtonSet.OK);
  else toast(message, 30);
}

/** Whether the user says yes; no also when the question is closed, and where there is nobody to ask. */
export function ask(question: string): boolean {
  const ui = userInterface();
  return ui !== null && ui.alert(TITLE, question, ui.ButtonSet.YES_NO) === ui.Button.YES;
}

/** Pixels. */
export interface Size {
  width: number;
  height: number;
}

/**
 * Opens a dialog of `dist/`; the script goes on. The dialog finds what it is `given` in an element of that id. Nothing
 * happens where no dialog can be shown.
 */
export function showDialog(file: string, title: string, size: Size, given?: unknown): void {
  userInterface()?.showModalDialog(htmlOf(file, size, given), title);
}

/** The same, but the sheet stays in use. */
export function showBeside(file: string, title: string, size: Size, given: unknown): void {
  userInterface()?.showModelessDialog(htmlOf(file, size, given), title);
}

function htmlOf(file: string, { width, height }: Size, given: unknown): GoogleAppsScript.HTML.HtmlOutput {
  const html = HtmlService.createHtmlOutputFromFile(file).setWidth(width).setHeight(height);
  if (given === undefined) return html;
  // Nothing in it may end the element.
  const json = JSON.stringify(given).replace(/</g, '\\u003c');
  return html.setContent(html.getContent().replace('id="given">', (start) => start + json));
}

/** There is none when a timer or a web request runs the script: Apps Script throws then. */
function userInterface(): GoogleAppsScript.Base.Ui | null {
  try {
    return SpreadsheetApp.getUi();
  } catch {
    return null;
  }
}
