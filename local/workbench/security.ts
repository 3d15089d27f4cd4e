import { createMiddleware } from 'hono/factory';

const ownNames = new Set(['127.0.0.1', 'localhost']);

/**
 * Other sites in the same browser can send requests here, and give their own names this address: neither may read
 * mails or publish. Changes need a JSON body, which a foreign page can't send without asking first.
 */
export const onlyFromThisLaptop = createMiddleware(async (context, next) => {
  const host = context.req.header('host') ?? '';
  const origin = context.req.header('origin');
  if (!ownNames.has(host.replace(/:\d+$/, '')) || (origin !== undefined && origin !== `http://${host}`)) {
    return context.text('This workbench answers 127.0.0.1 and localhost only.', 403);
  }
  const isSafe = context.req.method === 'GET' || context.req.method === 'HEAD';
  const type = (context.req.header('content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (!isSafe && type !== 'application/json') {
    return context.text('Send JSON, with Content-Type: application/json.', 415);
  }
  return next();
});

export const securityHeaders = createMiddleware(async (context, next) => {
  await next();
  const { headers } = context.res;
  if (!headers.has('content-security-policy')) {
    headers.set(
      'content-security-policy',
      "default-src 'none'; style-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    );
  }
  headers.set('referrer-policy', 'no-referrer');
  headers.set('x-content-type-options', 'nosniff');
  headers.set('cache-control', 'no-store');
});
