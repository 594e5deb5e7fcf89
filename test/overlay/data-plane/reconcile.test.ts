import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { after, before, beforeEach, describe, test } from 'node:test';
import { observeLinks } from '../../../src/os/netlink-links.ts';
import type { DesiredDataPlane } from '../../../src/overlay/data-plane/desired-state.ts';
import { formatRepair } from '../../../src/overlay/data-plane/report.ts';
import { cannotIsolate } from '../../engine/networks/own-namespace.ts';
import { type LabHost, startIn } from '../../support/overlay/lab-host.ts';
import { OverlayLab } from '../../support/overlay/overlay-lab.ts';
import { OverlayScenario } from '../../support/overlay/overlay-scenario.ts';
import { waitFor } from '../../support/wait-for.ts';

const DEVICE = 'dktv001001';
const MAC = '02:42:0a:4d:00:0c';

describe('the kernel of a host', { skip: cannotIsolate, timeout: 180_000 }, () => {
  let lab: OverlayLab;
  let scenario: OverlayScenario;
  let host: LabHost;
  const desired = (changes: Partial<DesiredDataPlane> = {}) => scenario.desired(host, changes);
  const repairs = async () => (await host.verify()).repairs.map(formatRepair).toSorted();

  before(async () => {
    lab = new OverlayLab({ hosts: 2 });
    host = lab.host(1);
    scenario = new OverlayScenario(lab);
    await host.openDataPlane();
  });
  beforeEach(async () => {
    await host.apply(desired());
  });
  after(async () => await lab[Symbol.asyncDispose]());

  test('is left alone when it is what is desired', async () => {
    const report = await host.apply(desired());
    assert.deepEqual([report.messages, report.rounds, report.repairs, report.failures], [0, 1, [], []]);
  });

  test('is left alone by a data plane that starts over it', async () => {
    await host.openDataPlane();
    const report = await host.apply(desired());
    assert.deepEqual([report.messages, report.repairs], [0, []]);
  });

  test('gets an endpoint with two addresses by three messages, and loses it by three', async () => {
    const more = scenario.segment({ endpoints: [...scenario.endpoints, scenario.endpoint(20, lab.host(2))] });
    const report = await host.apply(desired({ segments: [more] }));
    assert.deepEqual([report.messages, report.repairs], [3, []]);
    assert.match(host.run('bridge', 'fdb', 'show', 'dev', DEVICE), /02:42:0a:4d:00:14 dst 192\.0\.2\.2 self/);
    const without = await host.apply(desired());
    assert.deepEqual([without.messages, without.repairs], [3, []]);
    assert.doesNotMatch(host.run('bridge', 'fdb', 'show', 'dev', DEVICE), /02:42:0a:4d:00:14/);
  });

  for (const [what, wreck, expected] of [
    [
      'a device that was deleted',
      [`ip link del ${DEVICE}`],
      [
        `device "${DEVICE}" of VNI 4097 was missing`,
        `forwarding of ${MAC} of VNI 4097 was missing`,
        `setting "configure-port" at "${DEVICE}" of VNI 4097 was different`,
        `setting "master" at "${DEVICE}" of VNI 4097 was missing`,
        `setting "up" at "${DEVICE}" of VNI 4097 was different`,
      ],
    ],
    [
      'the entry for the host, deleted',
      [`bridge fdb del ${MAC} dev ${DEVICE} dst 192.0.2.2 self`],
      [`forwarding of ${MAC} of VNI 4097 was missing`],
    ],
    [
      'the entry of the bridge, deleted',
      [`bridge fdb del ${MAC} dev ${DEVICE} master`],
      [`forwarding of ${MAC} of VNI 4097 was missing`],
    ],
    [
      'a MAC that was sent to another host',
      [`bridge fdb replace ${MAC} dev ${DEVICE} dst 192.0.2.77 self permanent`],
      [`forwarding of ${MAC} of VNI 4097 was different`],
    ],
    [
      'a neighbour that was changed',
      ['ip neigh replace 10.77.0.12 lladdr 02:00:00:00:00:99 dev dkt-ov1 nud permanent'],
      ['neighbour 10.77.0.12 of VNI 4097 was different'],
    ],
    [
      'neighbours that were flushed',
      ['ip neigh flush dev dkt-ov1 nud permanent'],
      ['neighbour 10.77.0.12 of VNI 4097 was missing', 'neighbour fd77::12 of VNI 4097 was missing'],
    ],
    [
      'a port that learns again',
      [`bridge link set dev ${DEVICE} learning on flood on neigh_suppress off`],
      [`setting "configure-port" at "${DEVICE}" of VNI 4097 was different`],
    ],
    [
      'a device that was taken off the bridge',
      [`ip link set ${DEVICE} nomaster`],
      [
        `forwarding of ${MAC} of VNI 4097 was missing`,
        `setting "configure-port" at "${DEVICE}" of VNI 4097 was different`,
        `setting "master" at "${DEVICE}" of VNI 4097 was missing`,
      ],
    ],
    [
      'a device with another VNI',
      [
        `ip link del ${DEVICE}`,
        `ip link add ${DEVICE} type vxlan id 9 dstport 4789 local 192.0.2.1 nolearning`,
        `ip link set ${DEVICE} group 3342 master dkt-ov1`,
      ],
      [
        `device "${DEVICE}" of VNI 4097 was different`,
        `forwarding of ${MAC} of VNI 4097 was missing`,
        `setting "configure-port" at "${DEVICE}" of VNI 4097 was different`,
        `setting "master" at "${DEVICE}" of VNI 4097 was missing`,
        `setting "up" at "${DEVICE}" of VNI 4097 was different`,
      ],
    ],
    [
      'MTUs that were changed',
      [`ip link set ${DEVICE} mtu 1300`, 'ip link set dkt-ov1 mtu 1200'],
      [
        // There is no IPv6 below 1280.
        'address fd77::1 of VNI 4097 was missing',
        'neighbour fd77::12 of VNI 4097 was missing',
        'setting "mtu" at "dkt-ov1" of VNI 4097 was different',
        `setting "mtu" at "${DEVICE}" of VNI 4097 was different`,
      ],
    ],
    [
      'the gateway’s address, deleted',
      ['ip addr del 10.77.0.1/16 dev dkt-ov1', 'ip -6 addr del fd77::1/64 dev dkt-ov1'],
      [
        'address 10.77.0.1 of VNI 4097 was missing',
        'address fd77::1 of VNI 4097 was missing',
        // The kernel forgets its neighbours with the last address.
        'neighbour 10.77.0.12 of VNI 4097 was missing',
      ],
    ],
    [
      'a host that was added to the set',
      ['nft add element inet dockr_overlay_test hosts4 { 192.0.2.66 }'],
      ['the rules that let only known hosts in were changed'],
    ],
    [
      'rules that were flushed',
      ['nft flush chain inet dockr_overlay_test segments'],
      ['the rules that let only known hosts in were changed'],
    ],
    [
      'a table that is gone',
      ['nft delete table inet dockr_overlay_test'],
      ['the rules that let only known hosts in were changed'],
    ],
  ] as const) {
    test(`is put right after ${what}, and what was wrong is told`, async () => {
      const intact = kernelOf(host);
      for (const command of wreck) host.run(...command.split(' '));
      assert.notDeepEqual(kernelOf(host), intact);
      assert.deepEqual(await repairs(), expected);
      assert.deepEqual(kernelOf(host), intact);
      assert.deepEqual(await repairs(), []);
    });
  }

  test('is put right after the bridge was deleted', async () => {
    const intact = kernelOf(host);
    host.run('ip', 'link', 'del', 'dkt-ov1');
    assert.ok((await repairs()).includes('bridge "dkt-ov1" of VNI 4097 was missing'));
    assert.deepEqual(kernelOf(host), intact);
  });

  test('keeps what others made', async () => {
    const foreign = [
      `bridge fdb append 00:00:00:00:00:00 dev ${DEVICE} dst 192.0.2.50 self permanent`,
      `bridge fdb add 02:00:00:00:aa:01 dev ${DEVICE} dst 192.0.2.51 self permanent`,
      `bridge fdb add 02:00:00:00:aa:02 dev ${DEVICE} master static`,
      'ip neigh add 10.77.9.9 lladdr 02:00:00:00:aa:03 dev dkt-ov1 nud permanent',
      'ip addr add 10.78.0.1/24 dev dkt-ov1',
      'ip link add dktforeign type bridge',
      'ip link add vx9 type vxlan id 9 dstport 4789 local 192.0.2.1',
    ];
    for (const command of foreign) host.run(...command.split(' '));
    const withForeign = kernelOf(host);
    const report = await host.apply(desired());
    assert.deepEqual([report.messages, report.failures], [0, []]);
    await host.apply(desired({ segments: [scenario.segment({ endpoints: [] })] }));
    await host.apply(desired());
    assert.deepEqual(kernelOf(host), withForeign);
    for (const link of ['dktforeign', 'vx9', DEVICE, 'dkt-ov1']) host.run('ip', 'link', 'del', link);
  });

  test('lists the hosts that get broadcasts, where they are wanted', async () => {
    const third = { ...scenario.endpoint(30, host), host: '192.0.2.3' };
    const hosts = [...desired().hosts, '192.0.2.3'];
    const targets = () =>
      [...host.run('bridge', 'fdb', 'show', 'dev', DEVICE).matchAll(/^00:.* dst (\S+)/gm)]
        .map((match) => match[1])
        .toSorted();
    const segment = scenario.segment({ broadcast: true, endpoints: [...scenario.endpoints, third] });
    await host.apply(desired({ hosts, segments: [segment] }));
    assert.deepEqual(targets(), ['192.0.2.2', '192.0.2.3']);
    host.run('bridge', 'fdb', 'del', '00:00:00:00:00:00', 'dev', DEVICE, 'dst', '192.0.2.3');
    host.run('bridge', 'fdb', 'append', '00:00:00:00:00:00', 'dev', DEVICE, 'dst', '192.0.2.44', 'self', 'permanent');
    await host.verify();
    assert.deepEqual(targets(), ['192.0.2.2', '192.0.2.3']);
    await host.apply(desired({ hosts, segments: [scenario.segment({ broadcast: true })] }));
    assert.deepEqual(targets(), ['192.0.2.2']);
    await host.apply(desired());
    assert.deepEqual(targets(), []);
  });

  test('has several segments, and one that cannot be had leaves the others', async () => {
    host.run('ip', 'link', 'add', 'vx77', 'type', 'vxlan', 'id', '77', 'dstport', '4789', 'local', '192.0.2.1');
    const other = (vni: number, bridge: string) => scenario.segment({ vni, bridge, gateways: [] });
    host.run('ip', 'link', 'add', 'dkt-veth', 'type', 'veth', 'peer', 'name', 'dkt-vethp');
    const report = await host.apply(
      desired({
        segments: [
          other(77, 'dkt-ov2'),
          other(78, 'dkt-veth'),
          scenario.segment({ mtu: 1200 }),
          other(0, 'dkt-ov4'),
          other(79, 'dkt-ov5'),
        ].map((segment) => (segment.vni === 4097 ? { ...segment, vni: 80, bridge: 'dkt-ov6' } : segment)),
      }),
    );
    const codes = report.failures.map(({ vni, error }) => `${vni} ${error.code}`).toSorted();
    assert.deepEqual(codes, ['0 invalid-vni', '77 vni-in-use', '78 link-name-taken', '80 overlay-mtu-too-small']);
    assert.match(report.failures.find(({ vni }) => vni === 77)?.error.message ?? '', /by "vx77"/);
    assert.equal(host.link('dktv00004f')?.up, true);
    for (const link of ['vx77', 'dkt-veth']) host.run('ip', 'link', 'del', link);
  });

  test('has the first of two segments with one VNI', async () => {
    await host.apply(desired({ segments: [] }));
    const second = scenario.segment({ bridge: 'dkt-ov8' });
    const report = await host.apply(desired({ segments: [scenario.segment(), second] }));
    assert.deepEqual(
      report.failures.map(({ error }) => error.code),
      ['vni-in-use'],
    );
    assert.equal(host.link(DEVICE)?.up, true);
    assert.equal(host.link('dkt-ov8'), undefined);
  });

  test('is told apart from a VNI that a device in another namespace has', async () => {
    const sleeper = startIn(lab.host(2).namespace, 'sleep', '30');
    try {
      await waitFor('the other namespace', () => sleeper.pid !== undefined && isIn(sleeper.pid, lab.host(2)));
      host.run('ip', 'link', 'add', 'vx55', 'type', 'vxlan', 'id', '85', 'dstport', '4789', 'local', '192.0.2.1');
      host.run('ip', 'link', 'set', 'vx55', 'netns', String(sleeper.pid));
      const other = scenario.segment({ vni: 85, bridge: 'dkt-ov7', gateways: [] });
      const report = await host.apply(desired({ segments: [scenario.segment(), other] }));
      assert.deepEqual(
        report.failures.map(({ vni, error }) => `${vni} ${error.code}`),
        ['85 vni-in-use'],
      );
      lab.host(2).run('ip', 'link', 'del', 'vx55');
      assert.deepEqual((await host.verify()).failures, []);
    } finally {
      sleeper.kill('SIGKILL');
    }
  });

  test('is not touched for an address that the host does not have', async () => {
    await assert.rejects(
      host.apply({ ...desired(), underlay: { address: '192.0.2.99', port: 4789, encryptedPort: 4790 } }),
      {
        code: 'overlay-address-missing',
      },
    );
  });

  test('has nothing left of what was removed', async () => {
    const links = () => {
      using socket = host.openNetlink();
      return observeLinks(socket).map(({ name }) => name);
    };
    await host.apply(desired({ segments: [] }));
    assert.deepEqual(links(), ['lo', 'eth0']);
    assert.equal(host.run('nft', 'list', 'tables'), '');
    assert.equal(host.run('ip', 'neigh', 'show', 'nud', 'permanent'), '');
  });
});

function isIn(pid: number, host: LabHost): boolean {
  return statSync(`/proc/${pid}/ns/net`).ino === statSync(host.namespace).ino;
}

/** All that a data plane may have made, and what stands beside, as the system's own tools tell it. */
function kernelOf(host: LabHost): readonly string[] {
  const parts = [
    host
      .run('ip', '-d', '-o', 'link')
      .replace(/ (gc_timer|hello_timer|tcn_timer|topology_change_timer|hold_timer) +\S+/g, '')
      .replace(/ (message_age_timer|forward_delay_timer|port_id|port_no|designated_port|root_port) +\S+/g, '')
      // Follows a moment after.
      .replace(/ state (UP|DOWN|UNKNOWN|forwarding|disabled)|,LOWER_UP|NO-CARRIER,/g, ''),
    host.run('ip', '-o', 'addr').replace(/.*scope link.*/g, ''),
    host.run('bridge', 'fdb').replace(/^(33:33|01:00).*$/gm, ''),
    host.run('ip', 'neigh').replace(/^(?!.*PERMANENT).*$/gm, ''),
    host.run('nft', 'list', 'ruleset').replace(/packets \d+ bytes \d+/g, ''),
  ];
  const lines = parts.flatMap((part) => part.split('\n')).map((line) => line.replace(/^\d+: /, '').trim());
  return lines.filter((line) => line !== '').toSorted();
}
