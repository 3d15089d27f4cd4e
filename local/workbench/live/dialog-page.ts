/**
 * A dialog's page as HtmlService serves it: in a frame with an origin of its own, which can reach the add-on by
 * `google.script.run` and nothing else on this laptop. Google's frames may also reach the web; ours have no need to.
 */
export function dialogPage(
  html: string,
  scriptRun: string,
  functions: readonly string[],
  names: readonly [string, string][],
): Response {
  // Whatever a function's name ends in an underscore for, dialogs don't see it.
  const callable = functions.filter((name) => !name.endsWith('_'));
  const script = scriptRun
    .replace('"__FUNCTIONS__"', JSON.stringify(callable))
    .replace('"__NAMES__"', JSON.stringify(names));
  const prelude = `<script>${script}</script>`;
  const page = /<head[^>]*>/i.test(html)
    ? html.replace(/<head[^>]*>/i, (head) => head + prelude)
    : prelude + html;
  return new Response(page, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': [
        'sandbox allow-scripts allow-forms allow-modals allow-downloads allow-popups allow-popups-to-escape-sandbox',
        "default-src 'none'",
        "script-src 'unsafe-inline'",
        "style-src 'unsafe-inline'",
        'img-src data:',
        'font-src data:',
        "frame-src 'self' data:",
        "base-uri 'none'",
        "frame-ancestors 'self'",
      ].join('; '),
    },
  });
}
