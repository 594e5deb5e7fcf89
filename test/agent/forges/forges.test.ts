// Commit statuses and comments with plans, against fakes that hold requests to the published APIs.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { forgeProject } from '../../../src/agent/forges/forge-project.ts';
import { judgeAnswer } from '../../../src/agent/outgoing/retry-delay.ts';
import { waitFor } from '../../support/wait-for.ts';
import { APPLIED, ATTEMPTED, COMMIT, eventOf, FAILED, RECOVERED, wireError } from '../events/sample-events.ts';
import { ForgeRig } from './forge-rig.ts';

const KINDS = ['github', 'gitlab', 'gitea'] as const;
const OTHER = 'f'.repeat(40);
const planned = (plan: string, changes = 1, pullRequest = 7) =>
  eventOf({ kind: 'planned', pullRequest, plan, changes });

for (const kind of KINDS) {
  describe(`reports to ${kind}`, () => {
    const [project, failure, label] =
      kind === 'gitlab' ? ['acme%2Fshop', 'failed', 'name'] : ['acme/shop', 'failure', 'context'];

    test('a commit is pending, then deployed; the next one fails', async () => {
      await using rig = await ForgeRig.start(kind);
      for (const [count, happening] of [ATTEMPTED, APPLIED, FAILED].entries()) {
        rig.reporter.hear(eventOf(happening));
        await waitFor('the status', () => rig.forge.statuses.length === count + 1);
      }
      assert.deepEqual(rig.forge.wrong, []);
      assert.deepEqual(rig.forge.statuses, [
        { state: 'pending', [label]: 'dockr/web-1/shop', description: 'deploying' },
        { state: 'success', [label]: 'dockr/web-1/shop', description: 'deployed' },
        { state: failure, [label]: 'dockr/web-1/shop', description: 'failed (image-not-found), will be tried again' },
      ]);
      assert.ok(rig.forge.calls[0]?.path.endsWith(`/${project}/statuses/${COMMIT}`));
    });

    test('a pull request gets one comment with the plan, which is changed in place', async () => {
      await using rig = await ForgeRig.start(kind);
      for (let other = 0; other < 60; other++) rig.forge.addComment(`comment ${other}`);
      rig.reporter.hear(planned('1  create network backend    not found'));
      await waitFor('the comment', () => rig.forge.comments.length === 61);
      rig.reporter.hear(planned('1  recreate container web-1    image changed'));
      await waitFor('the change', () => rig.forge.comments.at(-1)?.body.includes('recreate container web-1'));
      rig.reporter.hear(planned('', 0));
      await waitFor('nothing to do', () => rig.forge.comments.at(-1)?.body.includes('Nothing to do at 0123'));
      assert.equal(rig.forge.comments.length, 61);
      assert.deepEqual(rig.forge.wrong, []);
    });

    const pullRequest = (number: number, commit: string, isMerged = true): object =>
      ({
        github: {
          number,
          merge_commit_sha: commit,
          head: { sha: OTHER },
          merged_at: isMerged ? '2026-11-21T18:00:00Z' : null,
        },
        gitea: { number, merge_commit_sha: commit, head: { sha: OTHER }, merged: isMerged },
        gitlab: {
          id: 100 + number,
          iid: number,
          squash_commit_sha: commit,
          sha: OTHER,
          state: isMerged ? 'merged' : 'opened',
        },
      })[kind];
    const deployed = eventOf({ kind: 'planned', pullRequest: null, plan: '1  create network backend', changes: 1 });

    test('the plan of a commit that is deployed is on the pull request that it came by', async () => {
      await using rig = await ForgeRig.start(kind);
      rig.forge.pullRequests.set(COMMIT, [pullRequest(9, COMMIT)]);
      rig.reporter.hear(deployed);
      await waitFor('the comment', () => rig.forge.comments.length === 1);
      assert.match(rig.forge.comments[0]?.body ?? '', /1 step at 0123456789abcdef.*\. How they end is in the status/);
      assert.match(rig.forge.calls.at(-1)?.path ?? '', /\/(?:issues|merge_requests)\/9\/(?:comments|notes)$/);
      assert.deepEqual(rig.forge.wrong, []);
    });

    test('a commit that came by none has no comment anywhere, and none is missed', async () => {
      await using rig = await ForgeRig.start(kind);
      rig.reporter.hear(deployed);
      await waitFor('the answer', () => rig.forge.calls.length === 1 && rig.reporter.size === 0);
      assert.deepEqual([rig.forge.comments, rig.lost], [[], []]);
    });

    test('a plan that is what it was is not sent again', async () => {
      await using rig = await ForgeRig.start(kind);
      rig.reporter.hear(planned('1  create network backend'));
      await waitFor('the comment', () => rig.forge.comments.length === 1);
      rig.reporter.hear(planned('1  create network backend'));
      rig.reporter.hear(planned('1  create network backend', 1, 8));
      await waitFor('the other one', () => rig.forge.comments.length === 2);
      assert.equal(rig.forge.calls.filter(({ operation }) => operation === 'changeComment').length, 0);
    });
  });
}

test('of several pull requests with a commit, the one that was merged with it counts, and never one that only has it', async () => {
  await using rig = await ForgeRig.start();
  const deployed = (commit: string) =>
    eventOf({ kind: 'planned', pullRequest: null, plan: '1  x', changes: 1 }, { commit });
  rig.forge.pullRequests.set(COMMIT, [
    { number: 1, head: { sha: OTHER }, merge_commit_sha: null, merged_at: null },
    { number: 2, head: { sha: COMMIT }, merge_commit_sha: OTHER, merged_at: null },
    { number: 3, head: { sha: OTHER }, merge_commit_sha: COMMIT, merged_at: '2026-11-21T18:00:00Z' },
  ]);
  rig.forge.pullRequests.set(OTHER, [
    { number: 4, head: { sha: COMMIT }, merged_at: '2026-11-21T18:00:00Z' },
    { number: '../../5', head: { sha: OTHER } },
    { number: -6, head: { sha: OTHER } },
    { head: 7 },
  ]);
  rig.reporter.hear(deployed(COMMIT));
  rig.reporter.hear(deployed(OTHER));
  rig.reporter.hear(deployed('../../../user'));
  await waitFor('both', () => rig.forge.calls.filter(({ operation }) => operation === 'findPullRequests').length === 2);
  await rig.reporter.settle();
  assert.deepEqual(
    rig.forge.calls.filter(({ operation }) => operation === 'addComment').map(({ path }) => path),
    ['/repos/acme/shop/issues/3/comments'],
  );
});

test('a token that may not see the repository is told of', async () => {
  await using rig = await ForgeRig.start();
  rig.forge.troubles.push({ status: 404 });
  rig.reporter.hear(eventOf({ kind: 'planned', pullRequest: null, plan: '1  x', changes: 1 }));
  await waitFor('the refusal', () => rig.lost.length === 1);
  assert.equal(rig.lost[0]?.code, 'report-refused');
});

test('every way to end has its state', async () => {
  await using rig = await ForgeRig.start();
  const error = wireError('not-healthy');
  const ends = [
    [eventOf({ kind: 'refused', error: wireError('commit-unsigned') }), 'failure', 'refused (commit-unsigned)'],
    [eventOf({ kind: 'rolled-back', to: null, error }), 'failure', 'rolled back (not-healthy)'],
    [eventOf({ kind: 'stalled', error }), 'failure', 'given up (not-healthy)'],
    [eventOf(RECOVERED), 'success', 'deployed'],
  ] as const;
  for (const [count, [event]] of ends.entries()) {
    rig.reporter.hear(event);
    await waitFor('the status', () => rig.forge.statuses.length === count + 1);
  }
  const expected = ends.map(([, state, description]) => ({ state, context: 'dockr/web-1/shop', description }));
  assert.deepEqual(rig.forge.statuses, expected);
});

test('a failure that repeats itself is told once', async () => {
  await using rig = await ForgeRig.start();
  for (let round = 0; round < 5; round++) rig.reporter.hear(eventOf(FAILED));
  rig.reporter.hear(eventOf(APPLIED));
  await waitFor('the end', () => rig.reporter.size === 0);
  assert.equal(rig.forge.statuses.length, 2);
});

test('what has no commit, and repositories of other forges, are not told', async () => {
  await using rig = await ForgeRig.start();
  rig.reporter.hear(eventOf(FAILED, { commit: null }));
  rig.reporter.hear(eventOf(FAILED, { commit: '../../../user' }));
  rig.reporter.hear(eventOf(FAILED, { url: 'https://git.example.org.evil.example/acme/shop.git' }));
  rig.reporter.hear(eventOf({ kind: 'drift-repaired', steps: [] }));
  rig.reporter.hear(eventOf(APPLIED));
  await waitFor('the one', () => rig.forge.calls.length > 0);
  assert.deepEqual(rig.forge.statuses, [{ state: 'success', context: 'dockr/web-1/shop', description: 'deployed' }]);
});

test('statuses and comments can be left out', async () => {
  await using rig = await ForgeRig.start('github', { statuses: false });
  rig.reporter.hear(eventOf(APPLIED));
  rig.reporter.hear(planned('1  x'));
  await waitFor('the comment', () => rig.forge.comments.length === 1);
  assert.deepEqual(rig.forge.statuses, []);
});

describe('when the forge has trouble', () => {
  test('it is tried again as late as the forge says', async () => {
    await using rig = await ForgeRig.start();
    rig.forge.troubles.push({ status: 429, headers: { 'retry-after': '120' } });
    rig.reporter.hear(eventOf(APPLIED));
    await waitFor('the wait', () => rig.clock.pending === 1);
    await rig.clock.advance(119_000);
    assert.equal(rig.forge.statuses.length, 0);
    assert.equal(rig.clock.pending, 1);
    await rig.clock.advance(1_000);
    await waitFor('the status', () => rig.forge.statuses.length === 1);
  });

  test('a limit that is used up is waited for', async () => {
    await using rig = await ForgeRig.start();
    const reset = String(Math.floor(rig.clock.now() / 1000) + 300);
    rig.forge.troubles.push({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } });
    rig.reporter.hear(eventOf(APPLIED));
    await waitFor('the wait', () => rig.clock.pending === 1);
    await rig.clock.advance(298_000);
    assert.equal(rig.clock.pending, 1);
    await rig.clock.advance(2_000);
    await waitFor('the status', () => rig.forge.statuses.length === 1);
  });

  test('after some tries it is given up and told, and what comes next is sent', async () => {
    await using rig = await ForgeRig.start();
    for (let time = 0; time < 6; time++) rig.forge.troubles.push({ status: 502 });
    rig.reporter.hear(eventOf(APPLIED));
    await waitFor('the end', async () => {
      await rig.clock.advance(5_000);
      return rig.lost.length === 1;
    });
    assert.deepEqual(rig.forge.troubles, []);
    assert.equal(rig.lost[0]?.code, 'report-refused');
    rig.reporter.hear(eventOf(FAILED));
    await waitFor('the next', () => rig.forge.statuses.length === 1);
  });

  test('while it waits, a newer status of the commit takes the place of the older', async () => {
    await using rig = await ForgeRig.start();
    rig.forge.troubles.push({ status: 503 });
    rig.reporter.hear(eventOf(ATTEMPTED));
    await waitFor('the wait', () => rig.clock.pending === 1);
    rig.reporter.hear(eventOf(APPLIED));
    await rig.clock.advance(10_000);
    await waitFor('the status', () => rig.forge.statuses.length === 1);
    assert.deepEqual(rig.forge.statuses, [{ state: 'success', context: 'dockr/web-1/shop', description: 'deployed' }]);
  });

  test('a token that is not good any more is told of without the token, and exchanged without a restart', async () => {
    await using rig = await ForgeRig.start();
    rig.token = 'an-old-token';
    rig.reporter.hear(eventOf(ATTEMPTED));
    await waitFor('the refusal', () => rig.lost.length === 1);
    assert.match(rig.lost[0]?.message ?? '', /answered a POST with status 401$/);
    assert.ok(!JSON.stringify(rig.lost).includes('an-old-token'));
    rig.token = rig.forge.token;
    rig.reporter.hear(eventOf(APPLIED));
    await waitFor('the status', () => rig.forge.statuses.length === 1);
  });

  test('one that cannot be reached is tried again, and nobody waits for it', async () => {
    await using rig = await ForgeRig.start('github', { api: 'http://127.0.0.1:1' });
    const started = performance.now();
    for (let event = 0; event < 1000; event++) {
      rig.reporter.hear(eventOf(APPLIED, { deployment: `shop-${event}` }));
    }
    assert.ok(performance.now() - started < 10_000);
    await waitFor('the wait', () => rig.clock.pending === 1);
    assert.ok(rig.reporter.size <= 256);
    assert.ok(rig.lost.every(({ code }) => code === 'report-not-sent'));
  });
});

test('waits are bounded, whatever the forge says', () => {
  const answer = (status: number, headers: Readonly<Record<string, string>> = {}) => ({
    status,
    headers: new Map(Object.entries(headers)),
    json: undefined,
  });
  const now = 1_700_000_000_000;
  const longest = 15 * 60_000;
  const cases = [
    [answer(201), { kind: 'done' }],
    [answer(302, { location: 'https://evil.example/' }), { kind: 'refused' }],
    [answer(422), { kind: 'refused' }],
    [answer(403), { kind: 'refused' }],
    [answer(500), { kind: 'again', afterMs: null }],
    [answer(429, { 'retry-after': '99999999999' }), { kind: 'again', afterMs: longest }],
    [answer(429, { 'retry-after': new Date(now + 5000).toUTCString() }), { kind: 'again', afterMs: 5000 }],
    [answer(429, { 'retry-after': '-5' }), { kind: 'again', afterMs: 0 }],
    [answer(429, { 'retry-after': 'never' }), { kind: 'again', afterMs: null }],
    [answer(429, { 'ratelimit-remaining': '0', 'ratelimit-reset': '60' }), { kind: 'again', afterMs: 60_000 }],
  ] as const;
  for (const [given, expected] of cases) assert.deepEqual(judgeAnswer(given, now), expected);
});

test('projects are named as each forge names them, and lead nowhere else', () => {
  const cases = [
    ['github', 'git@github.com:Acme/Shop.git', 'Acme/Shop'],
    ['github', 'https://github.com/acme/shop/extra', undefined],
    ['gitlab', 'https://gitlab.com/acme/team/shop.git', 'acme%2Fteam%2Fshop'],
    ['gitea', 'https://git.example.org/gitea/acme/shop.git', 'acme/shop'],
    ['gitea', 'git@git.example.org:../shop', undefined],
    ['github', 'git@github.com:acme/..', undefined],
    ['github', 'https://github.com/acme/%2e%2e', undefined],
    ['gitlab', 'https://gitlab.com/acme/sh%3Fop', undefined],
    ['github', 'https://github.com/shop', undefined],
  ] as const;
  for (const [kind, url, expected] of cases) assert.equal(forgeProject(kind, url), expected, url);
});
