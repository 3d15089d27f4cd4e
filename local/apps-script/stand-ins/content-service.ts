import { tellAs } from './output.ts';
import { enumeration, serviceObject } from './service-object.ts';

const mimeTypes = {
  ATOM: 'application/atom+xml',
  CSV: 'text/csv',
  ICAL: 'text/calendar',
  JAVASCRIPT: 'application/javascript',
  JSON: 'application/json',
  RSS: 'application/rss+xml',
  TEXT: 'text/plain',
  VCARD: 'text/vcard',
  XML: 'application/xml',
} as const;
const MimeType = enumeration('ContentService.MimeType', Object.keys(mimeTypes) as (keyof typeof mimeTypes)[]);

export const ContentService = serviceObject('ContentService', {
  MimeType,
  createTextOutput(text = ''): object {
    let content = String(text);
    let type: { name(): keyof typeof mimeTypes } = MimeType.TEXT;
    const output: object = serviceObject('TextOutput', {
      append(more: string): object {
        content += more;
        return output;
      },
      clear(): object {
        content = '';
        return output;
      },
      getContent: () => content,
      setContent(replaced: string): object {
        content = replaced;
        return output;
      },
      getMimeType: () => type,
      setMimeType(chosen: typeof type): object {
        type = chosen;
        return output;
      },
    });
    tellAs(output, () => ({ mimeType: mimeTypes[type.name()], content }));
    return output;
  },
});
