// X.509 certificates for test servers, written as DER by hand: Node reads them but does not make them.
// RFC 5280 section 4.1; DER in X.690.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A key and the certificate for it, both PEM; `issuer` is what is needed to issue others. */
export type TestCertificate = {
  readonly certificate: string;
  readonly key: string;
  readonly issuer: CertificateIssuer;
};

export type CertificateIssuer = { readonly commonName: string; readonly privateKey: KeyObject };

export type CertificateOptions = {
  readonly commonName: string;
  /** Host names and IP addresses of a server. */
  readonly hosts?: readonly string[];
  /** Without one the certificate signs itself and may issue others. */
  readonly issuedBy?: TestCertificate;
};

const SHA256_WITH_RSA = sequence(oid('1.2.840.113549.1.1.11'), der(0x05));

/** Makes a new RSA key and a certificate for it, valid from yesterday for a month. */
export function createCertificate({ commonName, hosts = [], issuedBy }: CertificateOptions): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const issuer = issuedBy?.issuer ?? { commonName, privateKey };
  const body = sequence(
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    SHA256_WITH_RSA,
    distinguishedName(issuer.commonName),
    sequence(utcTime(-1), utcTime(30)),
    distinguishedName(commonName),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions(hosts, issuedBy === undefined))),
  );
  const certificate = sequence(body, SHA256_WITH_RSA, bitString(sign('sha256', body, issuer.privateKey)));
  return {
    certificate: toPem(certificate),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    issuer: { commonName, privateKey },
  };
}

function extensions(hosts: readonly string[], isAuthority: boolean): readonly Buffer[] {
  const constraints = isAuthority ? sequence(boolean(true)) : sequence();
  const all = [sequence(oid('2.5.29.19'), boolean(true), octetString(constraints))];
  if (hosts.length > 0) all.push(sequence(oid('2.5.29.17'), octetString(sequence(...hosts.map(generalName)))));
  return all;
}

function generalName(host: string): Buffer {
  if (isIP(host) === 4) return der(0x87, Buffer.from(host.split('.').map(Number)));
  if (isIP(host) === 6) throw new Error(`IPv6 is not needed in test certificates: "${host}"`);
  return der(0x82, Buffer.from(host));
}

function distinguishedName(commonName: string): Buffer {
  return sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))));
}

function utcTime(daysFromNow: number): Buffer {
  const time = new Date(Date.now() + daysFromNow * 86_400_000).toISOString();
  return der(0x17, Buffer.from(`${time.slice(2, 19).replaceAll(/[-T:]/g, '')}Z`));
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

function sequence(...contents: readonly Buffer[]): Buffer {
  return der(0x30, ...contents);
}

function integer(bytes: Buffer): Buffer {
  return der(0x02, bytes);
}

function boolean(value: boolean): Buffer {
  return der(0x01, Buffer.from([value ? 0xff : 0]));
}

function octetString(content: Buffer): Buffer {
  return der(0x04, content);
}

function bitString(content: Buffer): Buffer {
  return der(0x03, Buffer.from([0]), content);
}

function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content.length), content]);
}

function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  if (length < 0x100) return Buffer.from([0x81, length]);
  return Buffer.from([0x82, length >> 8, length & 0xff]);
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
