import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface Page {
  status: ContentfulStatusCode;
  html: string;
  /** Lets the page's own style, and its script if it has one, through its security policy. */
  nonce: string;
  /** What else the page may do, as directives of a Content-Security-Policy. */
  policy: readonly string[];
}

/**
 * Answers with a page whose address is for its reader alone: it is kept out of caches, search engines, frames and
 * referrers.
 */
export function answerPage(context: Context, { status, html, nonce, policy }: Page): Response {
  const directives = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...policy,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return context.html(html, status, {
    'Content-Security-Policy': directives.join('; '),
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Robots-Tag': 'noindex, nofollow',
  });
}
