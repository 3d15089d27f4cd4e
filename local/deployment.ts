/**
 * The account that the local cloud pretends to be: the names an operator would choose when deploying.
 * `examples/settings.csv` names the same things, so that the examples publish as they stand.
 */
export const deployment = {
  accountId: '123456789012',
  region: 'us-west-2',
  guest: {
    bucket: 'queenofsandiego.com',
    host: 'queenofsandiego.com',
    distributionId: 'E2GUESTPAGES01',
    distributionHost: 'd2guestpages01.cloudfront.net',
  },
  legacy: { bucket: 'sailjada.com', host: 'sailjada.com' },
  /** What guests upload: private, and without dots in its name, which the certificate of S3's virtual hosts can't cover. */
  photos: { bucket: 'queenofsandiego-photos' },
  /** REST APIs of API Gateway, as `{id}.execute-api.{region}.amazonaws.com/{stage}`. */
  calendarApi: { id: 'jadacal001', name: 'jada-calendar', stage: 'prod', functionName: 'jada-calendar' },
  crewApi: { id: 'sccapi0001', name: 'ship-captain-crew', stage: 'prod', functionName: 'ship-captain-crew' },
  eventsTable: 'scc-events',
  role: { arn: 'arn:aws:iam::123456789012:role/charter-desk', name: 'charter-desk' },
  /** Google's side of the trust: `aud` of the identity token, and whose tokens they may be. */
  oauthClientId: '104857600000-charterdesk.apps.googleusercontent.com',
  publishers: ['captain@queenofsandiego.com', 'mate@queenofsandiego.com', 'operator@queenofsandiego.com'],
  /** One secret for the add-on: JSON with dashboardToken, serviceKey and distributionId. */
  addOnSecretId: 'charter-desk/production',
  crewJwtSecretId: 'ship-captain-crew/jwt',
  mail: {
    verifiedDomain: 'queenofsandiego.com',
    captain: 'captain@queenofsandiego.com',
    sender: 'charters@queenofsandiego.com',
    crewSender: 'crew@queenofsandiego.com',
  },
} as const;
