// What the kernel does with packets of an encrypted network while it has no key for them, which is so on any kernel with IPsec.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { outerSize } from '../../../src/overlay/data-plane/underlay.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { runIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario } from '../../support/overlay/overlay-scenario.ts';
import { ping } from '../../support/overlay/ping.ts';

const PORT = 4790;

for (const { underlay, mtu } of [
  { underlay: 'ipv4', mtu: 1416 },
  { underlay: 'ipv6', mtu: 1396 },
] as const) {
  describe(`an encrypted network without keys over ${underlay}`, { skip: cannotIsolate, timeout: 120_000 }, () => {
    let lab: OverlayLab;
    let scenario: OverlayScenario;
    before(async () => {
      lab = new OverlayLab({ hosts: 3 });
      scenario = new OverlayScenario(lab, { underlay, segment: { encrypted: true } });
      await scenario.start();
    });
    after(async () => await lab[Symbol.asyncDispose]());
    const pinged = () => ping(scenario.container(1), '10.77.0.12', { patienceMs: 400 });
    const send = (from: number, ...prefix: string[]) => {
      const shell = `echo hello 2>/dev/null >/dev/udp/${scenario.addressOf(lab.host(2))}/${PORT} || true`;
      runIn(lab.host(from).namespace, ...prefix, 'bash', '-c', shell);
    };

    test('sends nothing, in the clear least of all', async () => {
      assert.equal((await pinged()).kind, 'silence');
      assert.deepEqual(await lab.host(2).dropped(), { unknownHosts: 0, containers: 0, clear: 0, users: 0 });
    });

    test('has room for what encryption takes', () => {
      assert.equal(lab.host(1).link(scenario.bridge)?.mtu, mtu);
      const path = { address: scenario.addressOf(lab.host(1)), isEncrypted: true };
      assert.equal(outerSize(mtu, path), 1500);
      assert.ok(outerSize(mtu + 1, path) > 1500);
    });

    test('takes nothing in the clear from a host that is known, and counts it', async () => {
      const [before] = [await lab.host(2).dropped()];
      lab.host(1).run('ip', 'xfrm', 'policy', 'flush');
      assert.equal((await pinged()).kind, 'silence');
      const now = await lab.host(2).dropped();
      assert.ok(now.clear > before.clear, JSON.stringify(now));
      assert.equal(now.unknownHosts, 0);
    });

    test('has its policies again when somebody has deleted them, and that is told', async () => {
      const { repairs } = await lab.host(1).verify();
      assert.deepEqual(repairs, [{ kind: 'encryption-policies' }]);
      const { clear } = await lab.host(2).dropped();
      assert.equal((await pinged()).kind, 'silence');
      assert.equal((await lab.host(2).dropped()).clear, clear);
    });

    test('takes nothing from a host that is not known, and counts that', async () => {
      const hosts = [1, 2].map((number) => scenario.addressOf(lab.host(number)));
      await lab.host(2).apply(scenario.desired(lab.host(2), { hosts }));
      lab.host(3).run('ip', 'xfrm', 'policy', 'flush');
      send(3);
      assert.equal((await lab.host(2).dropped()).unknownHosts, 1);
    });

    test('does not let users of a host send to its port', async () => {
      send(1, 'setpriv', '--reuid=1000', '--clear-groups');
      assert.equal((await lab.host(1).dropped()).users, 1);
    });

    test('leaves nothing behind', async () => {
      await lab.host(1).apply(scenario.desired(lab.host(1), { segments: [scenario.segment({ encrypted: false })] }));
      assert.equal(lab.host(1).run('ip', 'xfrm', 'policy'), '');
      assert.doesNotMatch(lab.host(1).run('nft', 'list', 'ruleset'), /4790/);
      await lab.host(2).apply(scenario.desired(lab.host(2), { segments: [] }));
      assert.equal(lab.host(2).run('ip', 'xfrm', 'policy'), '');
    });
  });
}
