// Who may speak to etcd, and to whom we speak.
import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { EtcdStore } from '../../../../src/overlay/store/etcd/etcd-store.ts';
import type { StoreUser } from '../../../../src/overlay/store/store-configuration.ts';
import { createCertificate } from '../../../support/certificate.ts';
import { type Etcd, etcdSkipReason, startEtcd } from '../../../support/etcd.ts';
import { PrefixFollower } from '../../../support/prefix-follower.ts';
import { createTestRoot, type TestRoot } from '../../../support/test-root.ts';
import { waitFor } from '../../../support/wait-for.ts';

const QUICK = { timeoutMs: 1500 };
const USER = { name: 'dockr', password: 'not secret' };

suite('a secured etcd', { skip: etcdSkipReason() }, () => {
  let root: TestRoot;
  before(async () => {
    root = await createTestRoot();
  });
  after(() => root[Symbol.asyncDispose]());

  test('both sides show certificates: whoever has none, or one of another authority, is kept out', async () => {
    const authority = createCertificate({ commonName: 'authority' });
    const other = createCertificate({ commonName: 'other' });
    const server = createCertificate({ commonName: 'etcd', hosts: ['etcd.example'], issuedBy: authority });
    // A common name is what etcd's own HTTP gateway refuses.
    const own = createCertificate({ commonName: 'host one', issuedBy: authority });
    const foreign = createCertificate({ commonName: 'host one', issuedBy: other });
    const tls = { authority, server, wantsClients: true };
    await using etcd = await startEtcd(join(root.workDirectory, 'tls'), 1, { tls });
    const endpoints = etcd.endpoints;
    const trusted = { authority: authority.certificate, serverName: 'etcd.example', client: own };

    await using store = new EtcdStore({ endpoints, tls: trusted });
    await waitFor('etcd answering', () => store.get('/x', QUICK), { timeoutMs: 30_000 });
    const { lease } = await store.grantLease(60);
    await store.keepLeaseAlive(lease);
    await using follower = new PrefixFollower(store, '/a/');
    await waitFor('a listing', () => follower.kinds.includes('reset begun'));

    const wrong = {
      'no certificate': { ...trusted, client: undefined },
      'a certificate of another authority': { ...trusted, client: foreign },
      'another name of the server': { ...trusted, serverName: 'other.example' },
      'the name in the address, which the certificate does not have': { ...trusted, serverName: undefined },
      'another authority': { ...trusted, authority: other.certificate },
      'the authorities of Node': { ...trusted, authority: undefined },
    };
    for (const [what, given] of Object.entries(wrong)) {
      await using refused = new EtcdStore({ endpoints, tls: given });
      await assert.rejects(refused.get('/x', QUICK), { code: 'store-unreachable' }, what);
    }
    await using plain = new EtcdStore({ endpoints: endpoints.map((url) => url.replace('https', 'http')) });
    await assert.rejects(plain.get('/x', QUICK), { code: 'store-unreachable' });
  });

  test('certificates and addresses that cannot be right are told at once', () => {
    const endpoints = ['https://127.0.0.1:1'];
    for (const configuration of [
      { endpoints: [] },
      { endpoints: ['127.0.0.1:2379'] },
      { endpoints: ['https://127.0.0.1:2379/v3'] },
      { endpoints: ['http://127.0.0.1:2379'], tls: {} },
      { endpoints, tls: { authority: 'x', client: { certificate: 'x', key: 'y' } } },
    ])
      assert.throws(() => new EtcdStore(configuration), { code: 'store-bad-configuration' });
  });

  test('a user may do what the role allows, and nobody else anything', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'users'));
    await enableUsers(etcd);
    const { endpoints } = etcd;
    const as = (user?: StoreUser) => new EtcdStore({ endpoints, user });
    await using store = as(USER);
    assert.equal((await store.get('/dockr/x')).entry, undefined);
    await using follower = new PrefixFollower(store, '/dockr/a/');
    await waitFor('a listing', () => follower.kinds.includes('reset begun'));
    await assert.rejects(store.get('/other'), { code: 'store-unauthorised' });
    for (const user of [undefined, { ...USER, password: 'wrong' }, { ...USER, name: 'nobody' }]) {
      await using refused = as(user);
      await assert.rejects(refused.get('/dockr/x'), { code: 'store-unauthorised' }, JSON.stringify(user));
    }
  });

  test('a token that etcd has forgotten, or that roles have changed since, is renewed unseen', async () => {
    await using etcd = await startEtcd(join(root.workDirectory, 'forgotten'));
    await using store = new EtcdStore({ endpoints: etcd.endpoints, user: USER });
    // Before authentication is switched on a user does no harm.
    await store.get('/dockr/x');
    await enableUsers(etcd);
    await store.get('/dockr/x');
    await etcd.restart();
    await store.get('/dockr/x', { timeoutMs: 10_000 });
    const token = await logIn(etcd);
    await etcd.admin('auth/role/add', { name: 'later' }, token);
    await store.get('/dockr/x');
    await putOne(store, '/dockr/a/1');
  });

  test('a token that expires in earnest does not end what is followed', async () => {
    const directory = root.makeDirectory('jwt');
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const files = { public: join(directory, 'public.pem'), private: join(directory, 'private.pem') };
    writeFileSync(files.public, publicKey.export({ type: 'spki', format: 'pem' }));
    writeFileSync(files.private, privateKey.export({ type: 'pkcs1', format: 'pem' }));
    const jwt = `--auth-token=jwt,pub-key=${files.public},priv-key=${files.private},sign-method=RS256,ttl=1s`;
    await using etcd = await startEtcd(join(root.workDirectory, 'expiring'), 1, { extra: [jwt] });
    await enableUsers(etcd);
    await using store = new EtcdStore({ endpoints: etcd.endpoints, user: USER });
    await using follower = new PrefixFollower(store, '/dockr/a/');
    for (let count = 0; count < 4; count++) {
      await putOne(store, `/dockr/a/${count}`);
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
    // A watch that begins with a token which has expired meanwhile.
    await etcd.restart();
    await putOne(store, '/dockr/a/last');
    await waitFor('all of it', () => follower.puts.at(-1) === '/dockr/a/last', { timeoutMs: 20_000 });
    assert.equal(new Set(follower.puts).size, follower.puts.length);
    assert.deepEqual(
      follower.kinds.filter((kind) => kind.startsWith('reset')),
      ['reset begun'],
    );
  });
});

async function putOne(store: EtcdStore, key: string): Promise<void> {
  const outcome = await store.transact(
    {
      conditions: [{ kind: 'absent', key }],
      changes: [{ kind: 'put', key, value: key }],
      otherwiseGet: [],
      whenUnknown: { kind: 'look-up', key },
    },
    { timeoutMs: 10_000 },
  );
  assert.equal(outcome.kind, 'done');
}

async function enableUsers(etcd: Etcd): Promise<void> {
  const range = { key: base64('/dockr/'), range_end: base64('/dockr0') };
  await etcd.admin('auth/user/add', { name: 'root', password: 'root' });
  await etcd.admin('auth/user/grant', { user: 'root', role: 'root' });
  await etcd.admin('auth/role/add', { name: 'overlay' });
  await etcd.admin('auth/role/grant', { name: 'overlay', perm: { permType: 'READWRITE', ...range } });
  await etcd.admin('auth/user/add', USER);
  await etcd.admin('auth/user/grant', { user: USER.name, role: 'overlay' });
  await etcd.admin('auth/enable', {});
}

async function logIn(etcd: Etcd): Promise<string> {
  return String((await etcd.admin('auth/authenticate', { name: 'root', password: 'root' })).token);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
