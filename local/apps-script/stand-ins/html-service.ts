import { blobContent, createBlob } from './blob.ts';
import { decodeUtf8, encode } from './bytes.ts';
import { remote } from './host.ts';
import { tellAs } from './output.ts';
import { assertSignature, enumeration, serviceObject } from './service-object.ts';

const bridge = remote('HtmlService');

export interface HtmlContent {
  html: string;
  title: string;
  /** Pixels; null: the default. */
  width: number | null;
  height: number | null;
}

const contents = new WeakMap<object, HtmlContent>();

/** What an HtmlOutput holds; undefined for any other value. */
export function htmlContent(value: unknown): HtmlContent | undefined {
  return typeof value === 'object' && value !== null ? contents.get(value) : undefined;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function htmlOutput(html: string): object {
  const content: HtmlContent = { html, title: '', width: null, height: null };
  const chained = (change: () => void) => {
    change();
    return output;
  };
  const output: object = serviceObject('HtmlOutput', {
    append: (text: string) => chained(() => (content.html += text)),
    appendUntrusted: (text: string) =>
      chained(() => (content.html += text.replace(/[&<>"']/g, (character) => entities[character] ?? ''))),
    clear: () => chained(() => (content.html = '')),
    getContent: () => content.html,
    setContent: (text: string) => chained(() => (content.html = text)),
    getTitle: () => content.title,
    setTitle: (title: string) => chained(() => (content.title = title)),
    getWidth: () => content.width,
    setWidth: (width: number) => chained(() => (content.width = width)),
    getHeight: () => content.height,
    setHeight: (height: number) => chained(() => (content.height = height)),
    setSandboxMode: (_mode: unknown) => output,
    setXFrameOptionsMode: (_mode: unknown) => output,
    addMetaTag: (_name: string, _content: string) => output,
    getBlob: () => createBlob({ bytes: encode(content.html, 'UTF_8'), contentType: 'text/html', name: null }),
  });
  contents.set(output, content);
  tellAs(output, () => ({ mimeType: 'text/html', content: content.html, title: content.title }));
  return output;
}

function htmlTemplate(source: string): object {
  return serviceObject('HtmlTemplate', { getRawContent: () => source });
}

export const HtmlService = serviceObject('HtmlService', {
  SandboxMode: enumeration('HtmlService.SandboxMode', ['EMULATED', 'IFRAME', 'NATIVE']),
  XFrameOptionsMode: enumeration('HtmlService.XFrameOptionsMode', ['ALLOWALL', 'DEFAULT']),
  createHtmlOutput(...given: unknown[]): object {
    const [html = ''] = given;
    const blob = blobContent(html);
    assertSignature(typeof html === 'string' || blob !== undefined, 'HtmlService.createHtmlOutput', given);
    return htmlOutput(blob ? decodeUtf8(blob.bytes) : String(html));
  },
  createHtmlOutputFromFile(...given: unknown[]): object {
    const [name] = given;
    assertSignature(typeof name === 'string', 'HtmlService.createHtmlOutputFromFile', given);
    return htmlOutput(bridge.read(name));
  },
  createTemplateFromFile(...given: unknown[]): object {
    const [name] = given;
    assertSignature(typeof name === 'string', 'HtmlService.createTemplateFromFile', given);
    return htmlTemplate(bridge.read(name));
  },
  getUserAgent: () => null,
});
