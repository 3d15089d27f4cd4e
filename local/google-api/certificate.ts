import { generate } from 'selfsigned';

/** PEM. */
export interface Certificate {
  key: string;
  certificate: string;
}

/**
 * A certificate for these hosts that vouches for itself; whoever trusts it does so by NODE_EXTRA_CA_CERTS. Node makes no
 * certificates, and not every machine that runs the tests has an openssl to call: hence the package.
 */
export async function certificateFor(hosts: readonly string[]): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'Google on this laptop' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2 as const, value })) },
    ],
  });
  return { key, certificate: cert };
}
