import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadAgentSettings } from '../../../src/agent/settings/load-settings.ts';
import { parseAgentSettings } from '../../../src/agent/settings/parse-settings.ts';
import { readSecret } from '../../../src/agent/settings/read-secret.ts';
import { toWireError } from '../../../src/core/errors.ts';

const WHOLE = `
host: web-1
webhooks:
  listen: 9080
  hooks:
    shop: { from: github, secretFile: /etc/dockr/secrets/shop }
    mono: { from: generic, secretFile: /etc/dockr/secrets/mono, deployments: ["pay-*", shop] }
forges:
  - { kind: gitea, api: "https://git.example.org/api/v1/", repositories: ["Git.example.org/**"], tokenFile: /etc/t }
notifications:
  ops: { slack: { urlFile: /etc/dockr/secrets/slack } }
  mail:
    severity: error
    email: { server: "smtp://mail.example.org:587", user: dockr, passwordFile: /p, from: a@example.org, to: [b@example.org] }
  phone:
    events: [failed, recovered]
    ntfy: { url: https://ntfy.sh, topic: shop }
`;

test('everything that can be written', () => {
  const settings = parseAgentSettings('agent.yaml', Buffer.from(WHOLE));
  assert.equal(settings.host, 'web-1');
  assert.deepEqual(settings.webhooks?.hooks[0], {
    name: 'shop',
    from: 'github',
    secretFile: '/etc/dockr/secrets/shop',
    deployments: ['shop'],
  });
  assert.deepEqual([settings.webhooks?.host, settings.webhooks?.port], ['127.0.0.1', 9080]);
  assert.deepEqual(settings.forges[0], {
    kind: 'gitea',
    api: 'https://git.example.org/api/v1',
    repositories: ['git.example.org/**'],
    tokenFile: '/etc/t',
    statuses: true,
    comments: true,
  });
  assert.deepEqual(
    settings.notifications.map(({ name, wanted, channel }) => [name, wanted.kind, channel.kind]),
    [
      ['ops', 'severity', 'slack'],
      ['mail', 'severity', 'email'],
      ['phone', 'events', 'ntfy'],
    ],
  );
});

describe('what is refused, with its place', () => {
  const hook = (text: string) => `webhooks:\n  listen: 9080\n  hooks:\n    shop: ${text}`;
  const notify = (text: string) => `notifications:\n  ops: ${text}`;
  const forge = (api: string) => `forges:\n  - { kind: github, repositories: ["**"], tokenFile: /t, api: "${api}" }`;
  const mail = (server: string, to = 'b@example.org') =>
    notify(`{ email: { server: "${server}", from: a@example.org, to: ["${to}"] } }`);
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['a key that there is none of', 'webhook: {}', /unknown key "webhook".*/],
    ['a forge that is unknown', hook('{ from: svn, secretFile: /s }'), /must be "github", /],
    ['a secret in the settings themselves', hook('{ from: github, secret: abc }'), /"secretFile" is missing/],
    ['a path that depends on where the daemon was started', hook('{ from: github, secretFile: s }'), /absolute path/],
    ['a name to listen on', 'webhooks: { listen: "example.org:80", hooks: {} }', /must be like "127.0.0.1:9080"/],
    ['a port that there is none of', 'webhooks: { listen: 99999, hooks: {} }', /must be like/],
    ['an API by http on another machine', forge('http://git.example.org/api/v1'), /address with https/],
    ['an API with a password in its address', forge('https://a:b@git.example.org/api/v1'), /address with https/],
    ['a host that only begins like this machine', forge('http://127.0.0.1.evil.example/'), /address with https/],
    ['a local file as an API', forge('file:///etc/passwd'), /address with https/],
    ['two channels under one name', notify('{ slack: { urlFile: /s }, discord: { urlFile: /d } }'), /needs one of/],
    ['no channel', notify('{ severity: error }'), /needs one of/],
    ['a topic that is a path', notify('{ ntfy: { url: "https://ntfy.sh", topic: "../x" } }'), /topic/],
    ['an event that there is none of', notify('{ slack: { urlFile: /s }, events: [exploded] }'), /must be "attempted"/],
    ['mail by http', mail('https://mail.example.org'), /must be like "smtps:/],
    ['two addresses in the place of one', mail('smtps://m', 'a@example.org, b@example.org'), /not an address/],
    ['a header behind an address', mail('smtps://m', 'a@example.org\\r\\nBcc: x@example.org'), /not an address/],
    ['nothing', '', /empty|one map/],
    ['a list', '- a', /one map/],
  ];
  for (const [name, text, expected] of cases) {
    test(name, () => {
      const wire = refusal(text);
      assert.equal(wire.code, 'settings-invalid');
      assert.match(wire.message, expected);
    });
  }

  test('every mistake is told, in order of place', () => {
    const wire = refusal(`${forge('http://a.example')}\n${hook('{ from: github, secretFile: s }')}`);
    assert.deepEqual(
      (wire.details ?? []).map(({ code, at }) => [code, at?.line]),
      [
        ['settings-invalid', 2],
        ['settings-invalid', 6],
      ],
    );
  });
});

describe('files of secrets', () => {
  let directory: string;
  before(() => {
    directory = mkdtempSync(join(tmpdir(), 'dockr-settings-'));
  });
  after(() => rmSync(directory, { recursive: true }));

  const write = (name: string, text: string, mode: number): string => {
    const path = join(directory, name);
    writeFileSync(path, text);
    chmodSync(path, mode);
    return path;
  };

  test('are read without the line end', async () => {
    assert.equal(await readSecret(write('good', 'top secret\n', 0o600), 'the token'), 'top secret');
  });

  const refused: readonly (readonly [string, string, number, string])[] = [
    ['that others can read', 'x', 0o644, 'host-file-not-safe'],
    ['that others can write', 'x', 0o622, 'host-file-not-safe'],
    ['that are empty', '\n', 0o600, 'host-file-not-read'],
    ['with a second line, which would be another header', 'x\r\nX-Admin: yes', 0o600, 'host-file-not-read'],
    ['that are far too long', 'x'.repeat(20_000), 0o600, 'host-file-not-read'],
  ];
  for (const [name, text, mode, code] of refused) {
    test(`are refused: those ${name}`, async () => {
      const path = write('bad', text, mode);
      await assert.rejects(readSecret(path, 'the token'), { code });
      rmSync(path);
    });
  }

  test('settings that are named must be there, the usual ones need not', async () => {
    const missing = join(directory, 'missing.yaml');
    await assert.rejects(loadAgentSettings({ DOCKR_AGENT: missing }), { code: 'settings-not-found' });
    const path = write('agent.yaml', 'host: web-1\n', 0o644);
    assert.equal((await loadAgentSettings({ DOCKR_AGENT: path })).host, 'web-1');
    chmodSync(path, 0o666);
    await assert.rejects(loadAgentSettings({ DOCKR_AGENT: path }), { code: 'host-file-not-safe' });
  });
});

function refusal(text: string) {
  try {
    parseAgentSettings('agent.yaml', Buffer.from(text));
  } catch (error) {
    return toWireError(error);
  }
  throw new assert.AssertionError({ message: 'it was not refused' });
}
