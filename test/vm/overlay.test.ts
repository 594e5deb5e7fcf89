// Encrypted networks over hosts with kernels that can encrypt: what is between them, what is let in, and keys that change.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Guest, needsGuest } from './guest.ts';
import type { StepResult } from './guest-steps.ts';
import { ETCD_PROGRAM, MAKE_LAB, writeLab } from './overlay-guest.ts';

const inLab = (shell: string): string => `. /root/lab\n${shell}`;
const onAll = (shell: string): string => inLab(`for number in 1 2 3; do ${shell}; done`);
const REACHED = `asks 1 hidden1 hidden2 && asks 2 hidden2 hidden1 && asks 3 hidden3 hidden1`;

const STEPS = {
  make: MAKE_LAB,
  up: inLab(`
    for number in 1 2 3; do start_daemon $number || exit 1; done
    on 1 --quiet up -d hidden1 open1 && on 2 --quiet up -d hidden2 open2 && on 3 --quiet up -d hidden3`),
  reach: inLab(`${REACHED} && asks 1 open1 open2`),
  look: inLab(`on 1 network ls; on 1 network inspect hidden; on 1 doctor --json`),
  kernel: inLab(`within host1 ip xfrm state | grep -c '^src'; within host1 ip xfrm policy`),
  captured: inLab(`
    capture traffic
    asks 1 hidden1 hidden2; asks 2 hidden2 hidden3; asks 1 open1 open2
    on 1 exec -T hidden1 busybox ping -c 3 -s 1388 hidden2 | grep received
    captured
    grep -ac SECRET-MARKER /root/traffic.pcap; grep -ac OPEN-MARKER /root/traffic.pcap
    echo "esp $(packets traffic esp)"
    echo "clear $(packets traffic 'udp port 4790')"
    echo "open $(packets traffic 'udp port 4789')"
    echo "largest $(tcpdump -n -e -r /root/traffic.pcap esp 2>/dev/null | sed -n 's/.*, length \\([0-9]*\\): .*/\\1/p' | sort -n | tail -1)"`),
  stranger: inLab(`
    before=$(received 1 4e)
    forge 4e 4789; forge 4d 4790; sleep 1
    echo "unknown $(counted 1 unknown_hosts)"
    echo "received $(($(received 1 4e) - before))"`),
  // By the address of host 2, from where nothing is encrypted: the first packet shows that one that is let in is counted as that.
  clear: inLab(`
    mac=$(within host1 ip -o link show eth0 | sed 's/.*link.ether \\([0-9a-f:]*\\).*/\\1/')
    within stranger ip link set eth0 arp off
    within stranger ip address add 192.0.2.2/32 dev eth0
    within stranger ip neighbour replace 192.0.2.1 lladdr $mac dev eth0 nud permanent
    within stranger ip route replace 192.0.2.1/32 dev eth0 src 192.0.2.2
    open=$(received 1 4e) hidden=$(received 1 4d)
    forge 4e 4789; forge 4d 4790; forge 4d 4790; sleep 1
    echo "clear $(counted 1 clear)"
    echo "open $(($(received 1 4e) - open)) hidden $(($(received 1 4d) - hidden))"
    within stranger ip address delete 192.0.2.2/32 dev eth0
    within stranger ip link set eth0 arp on`),
  // A user of a host, whose packet would be encrypted as if a container had sent it.
  user: inLab(`
    before=$(received 1 4d)
    within host2 setpriv --reuid=1000 --clear-groups bash -c 'echo hello >/dev/udp/192.0.2.1/4790'; sleep 1
    echo "users $(counted 2 users) received $(($(received 1 4d) - before))"`),
  daemonKilled: inLab(`
    keys_of 2 >/root/before
    on 1 exec -T hidden1 busybox ping -i 0.2 -c 150 hidden2 >/root/ping &
    ping=$!
    sleep 2; kill -9 $(pid_of 2); start_daemon 2; sleep 5
    wait $ping; grep received /root/ping
    keys_of 2 | diff /root/before - && echo "same keys"`),
  // All that the kernel of host 2 knew, as after a reboot, and then a part of it while its daemon runs.
  forgotten: inLab(`
    pid=$(pid_of 2); kill -9 $pid; while kill -0 $pid 2>/dev/null; do sleep 0.2; done
    within host2 ip xfrm state flush; within host2 ip xfrm policy flush
    capture forgotten
    start_daemon 2
    ${REACHED}
    captured
    keys_of 2 | diff -q /root/before - >/dev/null || echo 'other keys'
    grep -ac SECRET-MARKER /root/forgotten.pcap; echo "clear $(packets forgotten 'udp port 4790')"`),
  wrecked: inLab(`
    within host1 ip xfrm state flush; within host1 ip xfrm policy flush
    sleep 45
    ${REACHED}
    within host1 ip xfrm policy | grep -c 'dport 4790'`),
  rotation: `${onAll('stop_daemon $number')}
    echo 10 >/run/rotation
    keys_of 1 >/root/before
    for number in 1 2 3; do start_daemon $number; done
    sleep 5
    on 1 exec -T hidden1 busybox ping -i 0.2 -c 450 hidden2 >/root/ping &
    ping=$!
    capture rotation
    for look in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18; do sleep 5; keys_of 1; done | sort -u | wc -l
    wait $ping; grep received /root/ping
    captured
    echo "clear $(packets rotation 'udp port 4790')"
    echo "senders $(tcpdump -n -r /root/rotation.pcap 'esp and src 192.0.2.1 and dst 192.0.2.2' 2>/dev/null | grep -o 'spi=0x[0-9a-f]*' | sort -u | wc -l)"
    ${REACHED}`,
  // Its daemon stands still until the others have given it up.
  cutOff: inLab(`
    kill -STOP $(pid_of 2)
    tries=0
    while within lan curl -s http://$store:2379/v3/kv/range -d "{\\"key\\": \\"$(printf /dockr/v1/holders/host2 | base64)\\"}" | grep -q kvs; do
      tries=$((tries + 1))
      [ $tries -lt 50 ] || exit 1
      sleep 4
    done
    echo "given up after $tries looks"
    kill -CONT $(pid_of 2)
    ${REACHED}`),
  secret: inLab(`
    ring=$(within lan curl -s http://$store:2379/v3/kv/range -d "{\\"key\\": \\"$(printf /dockr/v1/keyring | base64)\\"}")
    value=$(echo "$ring" | sed -n 's/.*"value":"\\([^"]*\\)".*/\\1/p' | base64 -d)
    secret=$(echo "$value" | sed -n 's/.*"secret":"\\([^"]*\\)".*/\\1/p')
    [ \${#secret} -eq 44 ] && echo "there is one"
    for number in 1 2 3; do on $number doctor --json; on $number info --json; on $number network inspect hidden; on $number node inspect host1; done >/root/told 2>&1
    grep -rslF "$secret" /root/host1 /root/host2 /root/host3 /root/told; true`),
  down: inLab(`
    on 1 --quiet down -t 0 && on 2 --quiet down -t 0 && on 3 --quiet down -t 0`),
  clean: inLab(`
    for number in 1 2 3; do within host$number ip xfrm state; within host$number ip xfrm policy; done
    within lan curl -s http://$store:2379/v3/kv/range -d "{\\"key\\": \\"$(printf /dockr/v1/h | base64)\\", \\"range_end\\": \\"$(printf /dockr/v1/l | base64)\\", \\"keys_only\\": true}" |
      grep -o '"key":"[^"]*"' | cut -d '"' -f 4 | while read -r key; do echo "$key" | base64 -d; echo; done`),
  stop: `${onAll('stop_daemon $number')}
    for number in 1 2 3; do within host$number ip -br link | grep dk; within host$number nft list tables; done
    within lan curl -s http://$store:2379/v3/kv/range -d "{\\"key\\": \\"$(printf /dockr/ | base64)\\", \\"range_end\\": \\"$(printf /dockr0 | base64)\\", \\"count_only\\": true}" | grep -o '"count"[^,}]*'; true`,
};

const skip = needsGuest.skip || (existsSync(ETCD_PROGRAM) ? false : `no ${ETCD_PROGRAM} (apt-get install etcd-server)`);

describe('an encrypted network over three hosts', { skip }, () => {
  let guest: Guest;
  let steps: Readonly<Record<keyof typeof STEPS, StepResult>>;
  before(async () => {
    guest = await Guest.create();
    const folder = join(guest.directory, 'in');
    mkdirSync(folder);
    writeLab(folder);
    steps = await guest.all(STEPS, { folder, limitS: 2400 });
  });
  after(() => guest?.[Symbol.asyncDispose]());

  test('is made by all, and its containers reach each other, as do those of one in the clear beside it', () => {
    for (const step of [steps.make, steps.up, steps.reach]) assert.equal(step.status, 0, step.output);
    assert.match(steps.reach.output, /hidden1 asks hidden2: SECRET-MARKER-2/);
    assert.match(steps.reach.output, /open1 asks open2: OPEN-MARKER-2/);
  });

  test('is told to be encrypted, and the doctor finds the ways to be as wide as they should be', () => {
    const { output } = steps.look;
    assert.match(output, /^hidden +mesh +overlay +\S+ +encrypted /m);
    assert.match(output, /^open +mesh +overlay +\S+ +1 /m);
    assert.match(output, /"encrypted": true/);
    assert.match(output, /"mtu": 1416/);
    assert.doesNotMatch(output, /"level":"(?!ok)/);
  });

  test('has two keys for each other host, and policies for both directions', () => {
    const [keys = '', ...policies] = steps.kernel.output.split('\n');
    assert.equal(keys, '4');
    assert.match(policies.join(' '), /src 192\.0\.2\.1\/32 dst 0\.0\.0\.0\/0 proto udp dport 4790\s+dir out/);
    assert.match(policies.join(' '), /src 0\.0\.0\.0\/0 dst 192\.0\.2\.1\/32 proto udp dport 4790\s+dir in/);
  });

  test('shows nothing of what is inside to who listens between the hosts', () => {
    const { output } = steps.captured;
    assert.match(output, /hidden1 asks hidden2: SECRET-MARKER-2\n/);
    assert.match(output, /3 packets received/);
    const [secrets, open] = output.split('\n').filter((line) => /^\d+$/.test(line));
    assert.equal(secrets, '0', output);
    // What is not encrypted would have been found.
    assert.ok(Number(open) > 0, output);
    assert.ok(numberOf(output, 'esp') > 10, output);
    assert.ok(numberOf(output, 'open') > 3, output);
    assert.equal(numberOf(output, 'clear'), 0);
    // As large as an Ethernet frame may be: nothing is taken apart.
    assert.equal(numberOf(output, 'largest'), 1514);
  });

  test('takes nothing from a host that is not known, and counts it', () => {
    const { output } = steps.stranger;
    assert.equal(numberOf(output, 'unknown'), 2, output);
    assert.equal(numberOf(output, 'received'), 0, output);
  });

  test('takes nothing in the clear from a host that is known, and counts it', () => {
    const { output } = steps.clear;
    assert.equal(numberOf(output, 'clear'), 2, output);
    assert.match(output, /^open 1 hidden 0$/m);
  });

  test('takes nothing from users of a host', () => {
    assert.match(steps.user.output, /^users 1 received 0$/m);
  });

  test('goes on with the same keys when a daemon is killed and comes back', () => {
    const { output } = steps.daemonKilled;
    assert.match(output, /150 packets transmitted, 150 packets received/);
    assert.match(output, /same keys/);
  });

  test('has other keys when a kernel has forgotten them, and nothing goes in the clear meanwhile', () => {
    const { status, output } = steps.forgotten;
    assert.equal(status, 0, output);
    assert.match(output, /other keys/);
    assert.match(output, /^0\nclear 0$/m);
    assert.equal(steps.wrecked.status, 0, steps.wrecked.output);
    assert.match(steps.wrecked.output, /^2$/m);
  });

  test('has its keys replaced under traffic without a lost packet', () => {
    const { status, output } = steps.rotation;
    assert.equal(status, 0, output);
    assert.match(output, /450 packets transmitted, 450 packets received/);
    // Four at a time: of three generations at least.
    assert.ok(Number(/^\d+$/m.exec(output)?.[0]) >= 12, output);
    assert.ok(numberOf(output, 'senders') >= 3, output);
    assert.equal(numberOf(output, 'clear'), 0, output);
  });

  test('takes a host back that was dead for the others', () => {
    assert.equal(steps.cutOff.status, 0, steps.cutOff.output);
    assert.match(steps.cutOff.output, /given up after [1-9]/);
  });

  test('keeps its secret from disks, logs and what commands show', () => {
    assert.equal(steps.secret.output, 'there is one');
  });

  test('leaves nothing in kernels and the store', () => {
    for (const step of [steps.down, steps.clean, steps.stop]) assert.equal(step.status, 0, step.output);
    assert.deepEqual(
      steps.clean.output.split('\n'),
      [1, 2, 3].map((number) => `/dockr/v1/hosts/host${number}`),
    );
    assert.equal(steps.stop.output.trim(), '');
  });
});

function numberOf(output: string, name: string): number {
  return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(output)?.[1]);
}
