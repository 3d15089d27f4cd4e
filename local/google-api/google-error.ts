/**
 * A refusal as Google's APIs word it: `{"error": {"code", "message", "errors": [{"message", "domain", "reason"}], "status"}}`.
 * Messages are Google's own, as people report them in the issues of google/clasp; clasp shows the first of `errors`.
 */
export class GoogleError extends Error {
  override readonly name = 'GoogleError';

  constructor(
    readonly code: 400 | 401 | 403 | 404,
    readonly status: string,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }

  body(): object {
    const { code, message, status, reason } = this;
    return { error: { code, message, errors: [{ message, domain: 'global', reason }], status } };
  }
}

export function badRequest(message = 'Request contains an invalid argument.'): GoogleError {
  return new GoogleError(400, 'INVALID_ARGUMENT', 'badRequest', message);
}

export function unauthenticated(): GoogleError {
  return new GoogleError(
    401,
    'UNAUTHENTICATED',
    'authError',
    'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential. See https://developers.google.com/identity/sign-in/web/devconsole-project.',
  );
}

export function forbidden(message = 'The caller does not have permission'): GoogleError {
  return new GoogleError(403, 'PERMISSION_DENIED', 'forbidden', message);
}

export function notFound(): GoogleError {
  return new GoogleError(404, 'NOT_FOUND', 'notFound', 'Requested entity was not found.');
}
