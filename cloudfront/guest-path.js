// CloudFront Function (runtime 2.0) at viewer-request: turns the address of a guest page into its object's key.
// Both layouts of the "Guest page" settings work: /g/{slug} for g/{slug}.html, and /{slug} for {slug}.html.
// Booking IDs are 3-32 letters, digits and hyphens; keys are in lower case.

const guestPage = /^(\/g)?\/([a-z0-9-]{3,32})(\.html)?\/?$/i;

// biome-ignore lint/correctness/noUnusedVariables: CloudFront calls it by this name, and knows no exports
function handler(event) {
  const request = event.request;
  const match = guestPage.exec(request.uri);
  if (!match) return request;

  const folder = match[1] ? '/g/' : '/';
  const slug = match[2].toLowerCase();
  // Paths of the crew system and the site's own index are no bookings.
  if (slug === 'presign' || (folder === '/' && (slug === 'crew' || slug === 'index'))) return request;

  request.uri = `${folder}${slug}.html`;
  return request;
}
