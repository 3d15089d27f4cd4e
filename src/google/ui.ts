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

/** `cancel` also when the dialog is closed, and where there is nobody to ask. */
export function ask(question: string): 'yes' | 'no' | 'cancel' {
  const ui = userInterface();
  if (!ui) return 'cancel';
  const answer = ui.alert(TITLE, question, ui.ButtonSet.YES_NO_CANCEL);
  if (answer === ui.Button.YES) return 'yes';
  return answer === ui.Button.NO ? 'no' : 'cancel';
}

/** Opens a dialog of `dist/`; the script goes on. Nothing happens where no dialog can be shown. */
export function showDialog(file: string, title: string, size: { width: number; height: number }): void {
  const html = HtmlService.createHtmlOutputFromFile(file).setWidth(size.width).setHeight(size.height);
  userInterface()?.showModalDialog(html, title);
}

/** There is none when a timer or a web request runs the script: Apps Script throws then. */
function userInterface(): GoogleAppsScript.Base.Ui | null {
  try {
    return SpreadsheetApp.getUi();
  } catch {
    return null;
  }
}
