import type { Protection } from '../../workbook/workbook-data.ts';
import { remote } from '../host.ts';
import { serviceObject, signatureError } from '../service-object.ts';
import { placeOf, sheets } from './bridge.ts';
import { enumerations } from './enumerations.ts';
import { createRange } from './range.ts';

const script = remote('ScriptApp');

function emails(given: unknown[]): string[] {
  const list = given
    .flat()
    .map((each) => (typeof each === 'string' ? each : String((each as { getEmail(): string }).getEmail())));
  return list;
}

export function createProtection(sheetId: number, created: Protection): object {
  let current = created;
  const changed = (change: Partial<Protection>) => {
    current = { ...current, ...change };
    sheets.setProtection(sheetId, current);
    return protection;
  };
  const protection: object = serviceObject('Protection', {
    getDescription: () => current.description,
    setDescription: (description: string) => changed({ description }),
    isWarningOnly: () => current.warningOnly,
    setWarningOnly(...given: unknown[]): object {
      if (typeof given[0] !== 'boolean')
        throw signatureError('SpreadsheetApp.Protection.setWarningOnly', given);
      return changed({ warningOnly: given[0] });
    },
    getProtectionType: () =>
      current.range ? enumerations.ProtectionType.RANGE : enumerations.ProtectionType.SHEET,
    getRange: () => createRange({ sheetId, rectangle: current.range ?? wholeSheet(sheetId) }),
    getUnprotectedRanges: () => current.unprotected.map((rectangle) => createRange({ sheetId, rectangle })),
    setUnprotectedRanges: (ranges: unknown[]) =>
      changed({ unprotected: ranges.flatMap((range) => placeOf(range)?.rectangle ?? []) }),
    getEditors: () => current.editors.map((email) => serviceObject('User', { getEmail: () => email })),
    addEditor: (...given: unknown[]) =>
      changed({ editors: [...new Set([...current.editors, ...emails(given)])] }),
    addEditors: (...given: unknown[]) =>
      changed({ editors: [...new Set([...current.editors, ...emails(given)])] }),
    removeEditor: (...given: unknown[]) =>
      changed({ editors: current.editors.filter((email) => !emails(given).includes(email)) }),
    removeEditors: (...given: unknown[]) =>
      changed({ editors: current.editors.filter((email) => !emails(given).includes(email)) }),
    canEdit: () => current.warningOnly || current.editors.includes(script.effectiveUser()),
    canDomainEdit: () => false,
    setDomainEdit: (_allowed: boolean) => protection,
    remove(): void {
      sheets.removeProtection(sheetId, current.id);
    },
  });
  return protection;
}

function wholeSheet(sheetId: number) {
  const { rows, columns } = sheets.sheet(sheetId);
  return { row: 1, column: 1, rows, columns };
}
