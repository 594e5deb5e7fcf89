// Makes a release of this checkout: npm run pack -- [--key PRIVATE.pem] [FOLDER]
// In FOLDER (release/ unless named) there is then dockr-VERSION-PLATFORM.tar.gz, and with a key (Ed25519, PEM) its signature
// dockr-VERSION-PLATFORM.tar.gz.sig. A key is made by: openssl genpkey -algorithm ed25519 -out PRIVATE.pem
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { packRelease } from './pack-release.ts';

const root = resolve(import.meta.dirname, '..');
const { values, positionals } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
console.log(packRelease({ release: root, folder: resolve(positionals[0] ?? join(root, 'release')), key: values.key }));
