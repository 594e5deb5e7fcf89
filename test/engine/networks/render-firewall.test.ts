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
    { protocol: 'tcp', hostIp: null, hostPort: 8080, address: '10.1.0.2', containerPort: 80 },
    { protocol: 'udp', hostIp: '127.0.0.1', hostPort: 53, address: '10.1.0.2', containerPort: 5353 },
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
    assert.doesNotMatch(renderFirewall(state), /masquerade_from \{.*10\.2\.0\.0/);
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
