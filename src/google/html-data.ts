/**
 * JSON that stands beside the code, in an HTML file of `dist/`: few executions need it, and Apps Script loads all code
 * at every edit of the sheet.
 */
export function htmlData(name: string): unknown {
  return JSON.parse(HtmlService.createTemplateFromFile(name).getRawContent());
}
