import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { ErrorList } from '../../../src/core/errors.ts';
import { loadOverlaySettings } from '../../../src/overlay/settings/load-overlay-settings.ts';

const directory = mkdtempSync(join(tmpdir(), 'dockr-settings-'));
after(() => rmSync(directory, { recursive: true }));

const LEAST = {
  DOCKR_OVERLAY_STORE: 'https://10.0.0.5:2379',
  DOCKR_OVERLAY_ADVERTISE: 'eth0',
  DOCKR_OVERLAY_NODE: 'one',
};

describe('the settings of overlay networks', () => {
  test('there are none where no store is named, whatever else the daemon is told', () => {
    assert.equal(loadOverlaySettings({ DOCKR_STATE_DIR: '/x', DOCKR_OVERLAY_STORE: ' ' }), undefined);
  });

  test('a store and what to advertise are enough', () => {
    const settings = loadOverlaySettings({ ...LEAST, DOCKR_OVERLAY_NODE: undefined });
    assert.deepEqual(settings?.store, { endpoints: ['https://10.0.0.5:2379'], tls: undefined, user: undefined });
    assert.equal(settings?.port, 4789);
    assert.equal(settings?.encryptedPort, 4790);
    assert.equal(settings?.rotationSeconds, 12 * 3600);
    assert.equal(settings?.leaseSeconds, 30);
    assert.match(settings?.node ?? '', /./);
  });

  test('certificates, keys and the password are read from their files', () => {
    const files = Object.fromEntries(
      ['ca', 'cert', 'key', 'password'].map((name) => {
        writeFileSync(join(directory, name), `${name} text\n`);
        return [name, join(directory, name)];
      }),
    );
    const settings = loadOverlaySettings({
      ...LEAST,
      DOCKR_OVERLAY_STORE: 'https://a:1, https://b:2',
      DOCKR_OVERLAY_CA: files['ca'],
      DOCKR_OVERLAY_CERT: files['cert'],
      DOCKR_OVERLAY_KEY: files['key'],
      DOCKR_OVERLAY_SERVER_NAME: 'etcd.lan',
      DOCKR_OVERLAY_USER: 'dockr',
      DOCKR_OVERLAY_PASSWORD_FILE: files['password'],
    });
    assert.deepEqual(settings?.store, {
      endpoints: ['https://a:1', 'https://b:2'],
      tls: {
        authority: 'ca text\n',
        client: { certificate: 'cert text\n', key: 'key text\n' },
        serverName: 'etcd.lan',
      },
      user: { name: 'dockr', password: 'password text' },
    });
  });

  for (const [what, change, message] of [
    [
      'one port for both kinds of networks',
      { PORT: '4790', ENCRYPTED_PORT: '4790' },
      /ENCRYPTED_PORT is 4790, which is/,
    ],
    ['keys for a moment', { KEY_ROTATION: '9' }, /KEY_ROTATION is "9", but must be a number from 10 to 2592000/],
    ['an endpoint that is none', { STORE: '10.0.0.5' }, /"10\.0\.0\.5" in DOCKR_OVERLAY_STORE is not an address/],
    ['certificates without TLS', { STORE: 'http://a:1', SERVER_NAME: 'b' }, /not every endpoint .* begins with "https/],
    ['a store without an address of the host', { ADVERTISE: '' }, /ADVERTISE is not set, but DOCKR_OVERLAY_STORE is/],
    ['an address without a store', { STORE: '' }, /ADVERTISE is set, but DOCKR_OVERLAY_STORE is not/],
    ['a name with a slash', { NODE: 'a/b' }, /NODE would be "a\/b"/],
    ['a port that is none', { PORT: '70000' }, /PORT is "70000", but must be a number from 1 to 65535/],
    ['a lease of no time', { LEASE: '0' }, /LEASE is "0"/],
    ['a pool that is none', { POOLS: '10.0.0.1/8' }, /POOLS has "10\.0\.0\.1\/8"/],
    ['pools without IPv4', { POOLS: 'fd93::/48' }, /POOLS has no IPv4 prefix/],
    ['a file that is not there', { CA: '/nowhere' }, /CA is "\/nowhere", which cannot be read: ENOENT/],
    ['a certificate without a key', { CERT: '/dev/null' }, /CERT is set without DOCKR_OVERLAY_KEY/],
    ['a user without a password', { USER: 'a' }, /PASSWORD_FILE is not set/],
    ['a setting that is none', { STOR: 'a' }, /DOCKR_OVERLAY_STOR is no setting/],
  ] as const) {
    test(`${what} is told`, () => {
      const changes = Object.entries(change).map(([name, value]) => [`DOCKR_OVERLAY_${name}`, value]);
      assert.throws(() => loadOverlaySettings({ ...LEAST, ...Object.fromEntries(changes) }), { message });
    });
  }

  test('all that is wrong is told at once', () => {
    const wrong = { ...LEAST, DOCKR_OVERLAY_PORT: 'x', DOCKR_OVERLAY_LEASE: 'y' };
    assert.throws(
      () => loadOverlaySettings(wrong),
      (error) => error instanceof ErrorList && error.errors.length === 2,
    );
  });
});
