import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';

const ownNames = new Set(['127.0.0.1', 'localhost']);

/**
 * Other sites in the same browser can send requests here, and give their own names this address: neither may read
 * mails or publish. A change is either JSON, which a foreign page can't send without asking first, or the form of a
 * page of ours, which the browser itself vouches for.
 */
export const onlyFromThisLaptop = createMiddleware(async (context, next) => {
  const host = context.req.header('host') ?? '';
  const origin = context.req.header('origin');
  if (!ownNames.has(host.replace(/:\d+$/, '')) || (origin !== undefined && origin !== ownOrigin(context))) {
    return context.text('This workbench answers 127.0.0.1 and localhost only.', 403);
  }
  const isSafe = context.req.method === 'GET' || context.req.method === 'HEAD';
  if (isSafe || mediaType(context) === 'application/json') return next();
  if (mediaType(context) !== 'application/x-www-form-urlencoded') {
    return context.text('Send JSON, with Content-Type: application/json.', 415);
  }
  if (isOwnForm(context)) return next();
  return context.text('Only a page of this workbench may send this form.', 403);
});

/** Browsers set both headers, and no page can. */
function isOwnForm(context: Context): boolean {
  return (
    context.req.header('origin') === ownOrigin(context) &&
    context.req.header('sec-fetch-site') === 'same-origin'
  );
}

function ownOrigin(context: Context): string {
  return `http://${context.req.header('host')}`;
}

function mediaType(context: Context): string | undefined {
  return (context.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
}

export const securityHeaders = createMiddleware(async (context, next) => {
  await next();
  const { headers } = context.res;
  if (!headers.has('content-security-policy')) {
    headers.set(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
    );
  }
  // Not no-referrer: a form would then come from the origin null.
  headers.set('referrer-policy', 'same-origin');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('cache-control', 'no-store');
});
