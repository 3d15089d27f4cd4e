import type { Settings } from './settings.ts';

/** What each setting does, for the tab's third column. */
export const ABOUT_SETTINGS: { readonly [Key in keyof Settings]: string } = {
  boat: 'The boat of a booking whose Boat is empty.',
  crewExtraMinutes: 'Paid to each crew member on top of the hours of the charter, where Crew hours is empty.',
  boardingMinutesBefore: 'How long before the start guests come on board; the guest page shows it.',
  uploadOpensMinutesBefore: 'How long before the start guests can begin to upload photos.',
  uploadClosesMinutesAfter: 'How long after the end guests can still upload photos.',
  contact: 'Shown to guests: a phone number or whatever reaches you on the day.',
  bring:
    'What guests should bring, with semicolons between the things. Empty: a warm layer, sun cream and the like.',
  leaveAtHome:
    'What guests should leave at home, with semicolons between the things. Empty: hard soles, red wine, glass and the like.',
  safety:
    'What guests should know before they come aboard, with semicolons between the sentences. Empty: the usual briefing.',
  weatherPolicy: 'What happens in bad weather, for guests. Empty: the captain decides, and calls.',
  cancellationPolicy:
    'How guests can cancel, for bookings without a marketplace. Empty: the page says that they should ask you.',
  marketplaceTerms:
    'Where each marketplace has its terms, such as Boatsetter https://…; several with semicolons. The page of a booking from there links them.',
  uploadBucket:
    'The S3 bucket where ShipCaptainCrew puts the photos of guests. Empty: the guest page offers no upload.',
  summaryTo: 'Gets the summary of each booking, with its money. Not for crew.',
  summaryFrom: 'The sender of summaries: an address that Amazon SES has verified.',
  liveWaitSeconds:
    'How long a publish waits for the guest page to be live before it leaves that to the timer.',
  region: 'The AWS region of bucket, tables, mail and secrets.',
  roleArn: 'The AWS role that publishing takes on. Empty: keys from Script Properties are used.',
  secretId:
    'The secret in AWS Secrets Manager with dashboardToken, serviceKey and distributionId. Empty: Script Properties DASHBOARD_TOKEN, SERVICE_KEY and DISTRIBUTION_ID.',
  guestBucket: 'The S3 bucket that holds guest pages.',
  guestPageKey: "A guest page's key in the bucket. {slug} stands for the booking id in lower case.",
  guestPageUrl: "A guest page's public address. {slug} stands for the booking id in lower case.",
  distributionId: 'The CloudFront distribution of the guest pages. Empty: taken from the secret.',
  legacyBucket: 'An older S3 bucket where each page gets a redirect to the new one. Empty: none.',
  calendarUrl: 'The base URL of the JADA calendar.',
  calendarHonoursIdempotencyKeys:
    'Ticked: an entry may be sent again under its key. Not ticked: the calendar is asked first.',
  crewUrl: 'The base URL of ShipCaptainCrew, straight at API Gateway: CloudFront strips the service key.',
  crewHonoursIdempotencyKeys:
    'Ticked: an event may be sent again under its key. Not ticked: ShipCaptainCrew is asked first.',
  crewKeySentAsHash:
    'For deployments of ShipCaptainCrew that expect the SHA-256 of the service key in place of the key.',
  crewFunction:
    'The function of ShipCaptainCrew in AWS Lambda, for Check connections: it looks there whether the hash is that of our key. Empty: it does not.',
  eventsTable: 'The DynamoDB table of crew events.',
};

/** What to write where a setting can't be read. */
const ADVICE = {
  marketplaceTerms: 'Write a marketplace and the address of its terms: Boatsetter https://example.com/terms.',
  uploadBucket: "Write an S3 bucket's name without dots, such as queenofsandiego-photos, or nothing.",
  region: 'Write an AWS region, such as us-west-2.',
  roleArn: "Write a role's ARN, such as arn:aws:iam::123456789012:role/charter-desk, or nothing.",
  secretId: "Write a secret's name or ARN, such as charter-desk/production, or nothing.",
  bucket: "Write an S3 bucket's name, such as queenofsandiego.com.",
  guestPageKey: 'Write a key that holds {slug} once and does not begin with /, such as g/{slug}.html.',
  guestPageUrl:
    'Write an address that begins with https:// and holds {slug} once, such as https://queenofsandiego.com/g/{slug}.',
  distributionId: "Write a CloudFront distribution's id, such as E2GUESTPAGES01, or nothing.",
  baseUrl:
    'Write a base URL that begins with https://, such as https://example.execute-api.us-west-2.amazonaws.com/prod.',
  crewFunction: 'Write the name of a function of AWS Lambda, such as ship-captain-crew, or nothing.',
  eventsTable: "Write a DynamoDB table's name, such as scc-events.",
} as const;

export type SettingAdvice = keyof typeof ADVICE;

/** What is said of settings. Most executions say nothing: in the add-on it stands beside the code (`data-plugin.mjs`). */
export const settingWords = (): {
  about: Readonly<Record<string, string>>;
  advice: Readonly<Record<SettingAdvice, string>>;
} => ({ about: ABOUT_SETTINGS, advice: ADVICE });
