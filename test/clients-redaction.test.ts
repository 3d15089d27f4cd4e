import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Redaction } from '../src/clients/redaction.ts';

describe('redaction', () => {
  it('takes each secret out wherever it stands, as it is and percent-encoded', () => {
    const secret = fc
      .string({ minLength: 6, maxLength: 40 })
      .filter((text) => text.trim() === text && text !== '');
    fc.assert(
      fc.property(fc.array(secret, { minLength: 1, maxLength: 4 }), fc.string(), (secrets, around) => {
        fc.pre(secrets.every((text) => !around.includes(text) && !'[redacted]'.includes(text)));
        const redaction = new Redaction();
        for (const text of secrets) redaction.add(text);
        for (const text of secrets) {
          expect(redaction.clean(`x${text}y?k=${encodeURIComponent(text)}`)).not.toContain(text);
        }
      }),
    );
  });

  it('replaces a secret that contains another one as a whole', () => {
    const redaction = new Redaction();
    redaction.add('hunter');
    redaction.add('hunter2secret');
    expect(redaction.clean('key hunter2secret!')).toBe('key [redacted]!');
  });

  it('ignores empty secrets and names', () => {
    const redaction = new Redaction();
    redaction.add('');
    redaction.add('  ');
    redaction.addName(' ');
    expect(redaction.clean('all is well')).toBe('all is well');
  });

  it('takes a guest’s name out, whole and in parts, but not out of other words', () => {
    const redaction = new Redaction();
    redaction.addName("Zoë O'Brien-Ng");
    expect(redaction.clean("guest_name: Zoë O'Brien-Ng (Zoë; Brien, Ng) at Ngorongoro, Brienz")).toBe(
      'guest_name: [redacted] ([redacted]; [redacted], [redacted]) at Ngorongoro, Brienz',
    );
  });

  it('takes names with special characters literally', () => {
    const redaction = new Redaction();
    redaction.addName('A.* (B) [C]{2}|D/E-F\\G^$+?');
    expect(redaction.clean('hello A.* (B) [C]{2}|D/E-F\\G^$+?')).toBe('hello [redacted]');
    expect(redaction.clean('anything')).toBe('anything');
  });

  it.each([
    ['an access key', 'The AWS Access Key Id ASIAIOSFODNN7EXAMPLE does not exist', 'ASIAIOSFODNN7EXAMPLE'],
    ['a bearer token', 'Authorization: Bearer abc.def-ghi/jkl=', 'abc.def-ghi/jkl='],
    ['a JWT', 'bad token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln here', 'eyJzdWIiOiIxIn0'],
    ['a Google access token', 'used ya29.a0AfH6SMBx-y_z', 'a0AfH6SMBx'],
    ['an e-mail address', 'Email address is not verified: zoë.o+x@mail.example.co.uk.', 'mail.example'],
    ['an address in a URL', 'GET /u?mail=jane%40example.com', 'jane'],
    ['a signature in a URL', 'https://x/?X-Amz-Signature=0a1b2c&x=1', '0a1b2c'],
    ['a credential in a URL', 'https://x/?X-Amz-Credential=AKID%2F2027&x=1', 'AKID'],
    ['a security token in a URL', 'https://x/?X-Amz-Security-Token=FwoG%2F%2B', 'FwoG'],
    ['a security token in a canonical request', "x-amz-security-token:FwoG'", 'FwoG'],
    ['a signature in a header', 'SignedHeaders=host, Signature=0a1b2c', '0a1b2c'],
    ['a service key', 'got X-Service-Key: s3cr3t', 's3cr3t'],
    ['a dashboard token', '{"X-Dashboard-Token":"s3cr3t"}', 's3cr3t'],
    ['the token of a magic link', 'https://x/crew/confirm?token=s3cr3t', 's3cr3t'],
    ['a session token', `was ${'FwoGZXIvYXdzE/+='.repeat(10)} once`, 'FwoGZXIv'],
  ])('recognises %s', (_, text, secret) => {
    expect(new Redaction().clean(text)).not.toContain(secret);
    expect(new Redaction().clean(text)).toContain('[redacted]');
  });

  it('leaves ordinary words and ids alone', () => {
    const text =
      'S3 PutObject: 403 AccessDenied User: arn:aws:sts::123456789012:assumed-role/charter-desk is not authorized to perform s3:PutObject on arn:aws:s3:::queenofsandiego.com/g/xhqgmdh.html; The security token included in the request is expired';
    expect(new Redaction().clean(text)).toBe(text);
  });

  it('gets through long texts that begin like a secret over and over', () => {
    const redaction = new Redaction();
    redaction.addName('Ann');
    for (const beginning of ['a', 'a.', '@', 'a@', 'token', '-key', 'eyJ', 'Bearer ', '%40']) {
      const text = beginning.repeat(200_000);
      expect(redaction.clean(`${text} Ann`)).toMatch(/\[redacted\]$/);
    }
  });
});
