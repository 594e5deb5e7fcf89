import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  type FirewallState,
  firewallFingerprint,
  renderFirewall,
} from '../../../src/engine/networks/render-firewall.ts';

const state: FirewallState = {
  table: 't',
  networks: [
    { bridge: 'dk-b', subnet: '10.2.0.0/24', internal: true },
    { bridge: 'dk-a', subnet: '10.1.0.0/24', internal: false },
  ],
  ports: [
    {
      protocol: 'tcp',
      hostIp: null,
      hostPort: 8080,
      backends: [{ address: '10.1.0.2', containerPort: 80 }],
      sticky: false,
    },
    {
      protocol: 'udp',
      hostIp: '127.0.0.1',
      hostPort: 53,
      backends: [{ address: '10.1.0.2', containerPort: 5353 }],
      sticky: false,
    },
  ],
  mark: false,
};

describe('the firewall as text', () => {
  test('replaces the whole table in one transaction', () => {
    assert.match(renderFirewall(state), /^add table inet t\ndelete table inet t\ntable inet t \{\n/);
  });
  test('without networks is only the removal of the table', () => {
    assert.equal(renderFirewall({ ...state, networks: [] }), 'add table inet t\ndelete table inet t\n');
  });
  test('has ports as elements of maps, those of one address apart', () => {
    const text = renderFirewall(state);
    assert.match(text, /map published \{.*elements = \{ tcp \. 8080 : 10\.1\.0\.2 \. 80 \}/);
    assert.match(text, /map published_at \{.*elements = \{ 127\.0\.0\.1 \. udp \. 53 : 10\.1\.0\.2 \. 5353 \}/);
  });
  test('drops packets from neighbours to 127.0.0.0/8 before anything is translated', () => {
    assert.match(
      renderFirewall(state),
      /priority raw; policy accept;\n {4}iifname != "lo" ip daddr 127\.0\.0\.0\/8 drop/,
    );
  });
  test('never translates the source of an internal network', () => {
    assert.doesNotMatch(renderFirewall(state), /10\.2\.0\.0\/24 jump masquerade/);
  });
  test('translates sources by rules, as what a map has may be missed while the table is replaced', () => {
    const postrouting = /chain postrouting \{\n([^}]*)\}/.exec(renderFirewall(state))?.[1] ?? '';
    assert.deepEqual(postrouting.trim().split(/\n */).slice(1), [
      'oifname "dk-a" jump translate_dk_a',
      'oifname "dk-b" jump translate_dk_b',
      'ip saddr 10.1.0.0/24 jump masquerade_dk_a',
    ]);
  });
  test('says nothing about interfaces that are not ours', () => {
    const forward = /chain forward \{[^}]*\}/.exec(renderFirewall(state))?.[0] ?? '';
    assert.deepEqual(forward.match(/(?:iif|oif)name.*/g), ['iifname vmap @confined', 'oifname vmap @forward_to']);
  });
  test('is told apart by its fingerprint, which the order of networks does not change', () => {
    assert.notEqual(firewallFingerprint(state), firewallFingerprint({ ...state, ports: [] }));
    assert.notEqual(firewallFingerprint(state), firewallFingerprint({ ...state, mark: true }));
    assert.equal(
      firewallFingerprint(state),
      firewallFingerprint({ ...state, networks: state.networks.toReversed(), ports: state.ports.toReversed() }),
    );
  });
});

describe('ports of several containers', () => {
  const backends = ['10.1.0.3', '10.1.0.2'].map((address) => ({ address, containerPort: 80 }));
  const shared = { protocol: 'tcp', hostIp: null, hostPort: 8080, backends, sticky: false } as const;
  const rendered = (ports: FirewallState['ports']) => renderFirewall({ ...state, ports });

  test('lead to a chain of their own that takes them in turn', () => {
    const text = rendered([shared]);
    assert.match(text, /map balanced \{.*elements = \{ tcp \. 8080 : jump port_tcp_8080 \}/);
    assert.match(text, /map published \{ type [^;]*; \}/);
    assert.match(
      text,
      /chain port_tcp_8080 \{\n {4}meta l4proto tcp dnat ip to numgen inc mod 2 map \{ 0 : 10\.1\.0\.2 \. 80, 1 : 10\.1\.0\.3 \. 80 \}/,
    );
  });
  test('of one address have a map and a chain apart', () => {
    const text = rendered([{ ...shared, hostIp: '127.0.0.1' }]);
    assert.match(text, /map balanced_at \{.*127\.0\.0\.1 \. tcp \. 8080 : jump port_tcp_8080_at_127_0_0_1 \}/);
    assert.match(text, /chain port_tcp_8080_at_127_0_0_1 \{/);
  });
  test("are led by the client's address where that is wanted", () => {
    assert.match(rendered([{ ...shared, sticky: true }]), /dnat ip to jhash ip saddr mod 2 map/);
  });
  test('are the same text in whatever order the containers came', () => {
    assert.equal(rendered([shared]), rendered([{ ...shared, backends: backends.toReversed() }]));
  });
  test('a thousand with fifty containers each are rendered in a moment', () => {
    const many = Array.from({ length: 50 }, (_, index) => ({ address: `10.1.0.${index + 2}`, containerPort: 80 }));
    const ports = Array.from({ length: 1000 }, (_, index) => ({ ...shared, hostPort: 8000 + index, backends: many }));
    const start = performance.now();
    const text = rendered(ports);
    console.log(
      `1,000 ports of 50 containers: ${(performance.now() - start).toFixed(0)} ms, ${text.length} characters`,
    );
    assert.equal(text.match(/numgen inc mod 50/g)?.length, 1000);
  });
});
