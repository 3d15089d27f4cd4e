import { randomBytes } from 'node:crypto';

/** Somebody with a Google account who logged in with clasp once. */
export interface Person {
  readonly email: string;
  readonly refreshToken: string;
  /** False once the login was revoked, or lapsed by a rule of the organisation. */
  isLoginGood: boolean;
  /** The switch of script.google.com/home/usersettings. */
  isApiOn: boolean;
}

/** Who may log in, and whose each access token is. */
export class People {
  private readonly people: Person[] = [];
  private readonly accessTokens = new Map<string, Person>();

  add(email: string): Person {
    const person = { email, refreshToken: `1//${token()}`, isLoginGood: true, isApiOn: true };
    this.people.push(person);
    return person;
  }

  /** A new access token, or nothing when the login isn't good any more. */
  refresh(refreshToken: string): string | undefined {
    const person = this.people.find((one) => one.refreshToken === refreshToken);
    if (!person?.isLoginGood) return undefined;
    const accessToken = `ya29.${token()}`;
    this.accessTokens.set(accessToken, person);
    return accessToken;
  }

  withToken(accessToken: string): Person | undefined {
    const person = this.accessTokens.get(accessToken);
    return person?.isLoginGood ? person : undefined;
  }
}

function token(): string {
  return randomBytes(24).toString('base64url');
}
