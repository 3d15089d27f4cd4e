import type { FetchRequest, FetchResponse } from '../services/url-fetch.ts';
import { blobContent, createBlob } from './blob.ts';
import { decode, encode, fromSigned, isBytes, toSigned } from './bytes.ts';
import { Exception, remote } from './host.ts';
import { assertSignature, serviceObject } from './service-object.ts';

const bridge = remote('UrlFetchApp');

// https://developers.google.com/apps-script/reference/url-fetch/url-fetch-app#advanced-parameters
const methods = ['get', 'delete', 'patch', 'post', 'put'];
const defaultTimeoutSeconds = 360;

function invalidAttribute(name: string): Exception {
  return new Exception(`Attribute provided with invalid value: ${name}`);
}

function escaped(url: string, escaping: boolean): string {
  const illegal = /[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/gu;
  if (escaping) return url.replace(illegal, (character) => encodeURIComponent(character));
  if (illegal.test(url)) throw new Exception(`Invalid argument: ${url}`);
  return url;
}

function headersOf(given: unknown): Record<string, string> {
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object') throw invalidAttribute('headers');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const isForbidden = /^(host|content-length)$/i.test(name);
    const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
    if (isForbidden || !isText || /[\r\n\0]/.test(String(value)) || !/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) {
      throw invalidAttribute(`Header:${name}`);
    }
    headers[name] = String(value);
  }
  return headers;
}

function bodyOf(payload: unknown): { body: string | null; ownType: string | null } {
  if (payload === undefined || payload === null) return { body: null, ownType: null };
  if (typeof payload === 'string') return { body: encode(payload, 'UTF_8'), ownType: null };
  if (isBytes(payload)) return { body: fromSigned(payload), ownType: null };
  const blob = blobContent(payload);
  if (blob) return { body: blob.bytes, ownType: blob.contentType };
  if (typeof payload !== 'object') throw invalidAttribute('payload');
  const pairs = Object.entries(payload).map(([name, value]) => {
    if (typeof value === 'object') {
      throw new Exception('UrlFetchApp multipart payloads are not implemented in the local runtime');
    }
    return `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`;
  });
  return { body: pairs.join('&'), ownType: 'application/x-www-form-urlencoded' };
}

function flag(options: Record<string, unknown>, name: string, byDefault: boolean): boolean {
  const value = options[name];
  if (value === undefined) return byDefault;
  if (typeof value !== 'boolean') throw invalidAttribute(name);
  return value;
}

function requestOf(url: string, options: Record<string, unknown>): FetchRequest {
  if (!/^https?:\/\/[^/?#]+/i.test(url)) throw new Exception(`Invalid argument: ${url}`);
  const given = options.method === undefined ? 'get' : String(options.method).toLowerCase();
  if (!methods.includes(given)) throw invalidAttribute('method');
  const { body, ownType } = bodyOf(options.payload);
  const seconds = options.timeoutSeconds ?? defaultTimeoutSeconds;
  if (typeof seconds !== 'number' || !(seconds > 0)) throw invalidAttribute('timeoutSeconds');
  const { contentType } = options;
  if (contentType !== undefined && typeof contentType !== 'string') throw invalidAttribute('contentType');
  flag(options, 'validateHttpsCertificates', true);
  return {
    url: escaped(url, flag(options, 'escaping', true)),
    // Apps Script sends no GET with a body.
    method: given === 'get' && body !== null ? 'post' : given,
    headers: headersOf(options.headers),
    contentType: contentType ?? ownType,
    body,
    muteHttpExceptions: flag(options, 'muteHttpExceptions', false),
    followRedirects: flag(options, 'followRedirects', true),
    timeoutSeconds: seconds,
  };
}

function responseObject({ status, headers, body }: FetchResponse): object {
  const canonical = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replace(/(^|-)([a-z])/g, (_, dash: string, letter: string) => dash + letter.toUpperCase()),
      value,
    ]),
  );
  const contentType = String(headers['content-type'] ?? '');
  const charset = /charset="?([\w-]+)/i.exec(contentType)?.[1] ?? 'UTF-8';
  const blob = () => createBlob({ bytes: body, contentType: contentType.split(';')[0] ?? null, name: null });
  return serviceObject('HTTPResponse', {
    getResponseCode: () => status,
    getContentText: (given?: string) => decode(body, given ?? charset),
    getContent: () => toSigned(body),
    getHeaders: () =>
      Object.fromEntries(
        Object.entries(canonical).map(([name, value]) => [
          name,
          Array.isArray(value) ? (value[0] ?? '') : value,
        ]),
      ),
    getAllHeaders: () => ({ ...canonical }),
    getBlob: blob,
  });
}

function send(api: 'fetch' | 'fetchAll', requests: FetchRequest[]): object[] {
  return bridge.fetchAll(api, requests).map(responseObject);
}

function asOptions(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const UrlFetchApp = serviceObject('UrlFetchApp', {
  fetch(...given: unknown[]): object | undefined {
    const [url, options = {}] = given;
    assertSignature(typeof url === 'string' && asOptions(options), 'UrlFetchApp.fetch', given);
    return send('fetch', [requestOf(url, options)])[0];
  },
  fetchAll(...given: unknown[]): object[] {
    const [list] = given;
    assertSignature(Array.isArray(list), 'UrlFetchApp.fetchAll', given);
    const requests = list.map((request: unknown) => {
      if (typeof request === 'string') return requestOf(request, {});
      assertSignature(asOptions(request) && typeof request.url === 'string', 'UrlFetchApp.fetchAll', given);
      return requestOf(request.url as string, request);
    });
    return send('fetchAll', requests);
  },
  getRequest(...given: unknown[]): object {
    const [url, options = {}] = given;
    assertSignature(typeof url === 'string' && asOptions(options), 'UrlFetchApp.getRequest', given);
    const request = requestOf(url, options);
    return {
      url: request.url,
      method: request.method,
      headers: { ...request.headers },
      contentType: request.contentType ?? 'application/x-www-form-urlencoded',
      payload: options.payload,
      followRedirects: request.followRedirects,
      useIntranet: false,
    };
  },
});
