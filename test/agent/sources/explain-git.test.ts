// What git and a server say, as it is shown: bounded, without commands for a terminal, without secrets, and not believed.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { explainGit } from '../../../src/agent/sources/explain-git.ts';
import { type GitAccess, withoutSecrets } from '../../../src/agent/sources/git-access.ts';

const explain = (said: string, isRemote = true) => explainGit({ word: 'fetch', exitCode: 128, said, isRemote });

describe("git's words", () => {
  const cases: Readonly<Record<string, string>> = {
    "fatal: could not read Username for 'https://h': terminal prompts disabled": 'source-denied',
    "fatal: Authentication failed for 'https://h/x/'": 'source-denied',
    'git@h: Permission denied (publickey).\nfatal: Could not read from remote repository.': 'source-denied',
    "fatal: unable to access 'https://h/x/': The requested URL returned error: 403": 'source-denied',
    'No ED25519 host key is known for h.\nHost key verification failed.': 'host-key-unknown',
    '@ WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED! @\nHost key verification failed.': 'host-key-changed',
    "fatal: unable to access 'https://h/': server certificate verification failed. CAfile: none":
      'certificate-not-trusted',
    "fatal: unable to access 'https://h/': SSL: certificate subject name (x) does not match target host name":
      'certificate-not-trusted',
    "fatal: unable to access 'https://h/': Could not resolve host: h": 'source-unreachable',
    'ssh: connect to host h port 22: Connection refused': 'source-unreachable',
    "fatal: repository 'https://h/x/' not found": 'source-not-found',
    'fatal: remote error: upload-pack: not our ref aaaa': 'commit-not-found',
    'fatal: fsck error in packed object': 'repository-malformed',
    'fatal: Out of memory, malloc failed': 'fetch-too-large',
    'fatal: something new': 'git-failed',
    '': 'git-failed',
  };
  for (const [said, code] of Object.entries(cases))
    test(`${JSON.stringify(said.slice(0, 90))} is ${code}`, () => assert.equal(explain(said).code, code));

  test('are not believed where the server says them', () => {
    assert.equal(explain('remote: Permission denied\nfatal: the remote end hung up').code, 'git-failed');
    assert.equal(explain('remote: fsck error in packed object\nfatal: x').code, 'git-failed');
  });

  test('are not taken for those of a server where none was asked', () =>
    assert.equal(explain('fatal: not found', false).code, 'git-failed'));

  test('are shown in bounds, and without commands for a terminal, whatever they are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), fc.nat({ max: 40 }), (text, count) => {
        const { output } = explain(`${text}\n`.repeat(count));
        assert.ok(output.length <= 15);
        assert.ok(output.every((line) => line.length <= 300 && !/\p{Cc}/u.test(line)));
      }),
    );
  });
});

test('a password is in no text in any of its forms', () => {
  const printable = fc.string({
    minLength: 6,
    maxLength: 60,
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
  });
  const surroundings = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(printable, surroundings, surroundings, (password, before, after) => {
      const access: GitAccess = { kind: 'password', origin: 'https://h', username: 'ada', password };
      const basic = Buffer.from(`ada:${password}`).toString('base64');
      for (const form of [password, encodeURIComponent(password), basic, basic.replace(/=+$/, '')])
        assert.ok(!withoutSecrets(`${before} ${form} ${after}`, access).includes(form), form);
    }),
  );
});
