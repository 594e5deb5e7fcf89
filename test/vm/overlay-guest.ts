// Hosts of an overlay inside the guest machine: network namespaces on one LAN, each with a daemon of its own, and etcd.
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDockr, writeStack } from './guest-dockr.ts';

/** Of the test machine: a program that needs nothing beside it. */
export const ETCD_PROGRAM = '/usr/bin/etcd';

const STACK = `
name: mesh
x-service: &service
  build: busybox
  stop_signal: SIGKILL
  command: sh -c 'echo "$$TEXT" > /tmp/index.html; exec httpd -f -p 80 -h /tmp'
services:
  hidden1: { <<: *service, networks: [hidden], environment: { TEXT: SECRET-MARKER-1 } }
  hidden2: { <<: *service, networks: [hidden], environment: { TEXT: SECRET-MARKER-2 } }
  hidden3: { <<: *service, networks: [hidden], environment: { TEXT: SECRET-MARKER-3 } }
  open1: { <<: *service, networks: [open], environment: { TEXT: OPEN-MARKER-1 } }
  open2: { <<: *service, networks: [open], environment: { TEXT: OPEN-MARKER-2 } }
networks:
  hidden: { driver: overlay, name: hidden, driver_opts: { encrypted: "", vni: "77" } }
  open: { driver: overlay, name: open, driver_opts: { vni: "78" } }
`;

/** Sourced by each step. */
export const LAB = `
store=192.0.2.254

# within NAMESPACE PROGRAM…
within() {
  namespace=/run/lab/$1
  shift
  nsenter --net="$namespace" "$@"
}

# on NUMBER WORDS…: dockr on that host
on() {
  number=$1
  shift
  (
    cd /root/mesh
    within "host$number" env DOCKR_OVERLAY_STORE="http://$store:2379" DOCKR_OVERLAY_ADVERTISE=eth0 \\
      DOCKR_OVERLAY_NODE="host$number" DOCKR_OVERLAY_LEASE=90 DOCKR_OVERLAY_KEY_ROTATION="$(cat /run/rotation)" \\
      DOCKR_STATE_DIR="/root/host$number/state" DOCKR_RUN_DIR="/root/host$number/run" \\
      DOCKR_DEPLOYMENTS="/root/host$number/deployments" DOCKR_CGROUP_PARENT="/overlay$number" dockr "$@"
  )
}

# start_daemon NUMBER: which takes long here, and longer than the command has patience for
start_daemon() {
  tries=0
  until on "$1" --quiet ps >/dev/null 2>&1; do
    tries=$((tries + 1))
    [ "$tries" -lt 5 ] || { tail -20 "/root/host$1/state/daemon.log"; return 1; }
  done
}

pid_of() { cat "/root/host$1/run/daemon.pid"; }

# stop_daemon NUMBER: in good order
stop_daemon() {
  pid=$(pid_of "$1")
  on "$1" --quiet daemon stop
  while kill -0 "$pid" 2>/dev/null; do sleep 0.2; done
}

# asks HOST SERVICE NAME: what it is told, as soon as it is told anything
asks() {
  tries=0
  # Not by wget, which looks for the number of its service in a way that a static program does not survive.
  until answer=$(on "$1" exec -T "$2" sh -c "echo -e 'GET / HTTP/1.0\\n' | nc -w 10 $3 80" 2>&1) && [ -n "$answer" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] || { echo "$2 does not reach $3: $answer"; return 1; }
    sleep 1
  done
  echo "$2 asks $3: $(echo "$answer" | tail -1)"
}

keys_of() { within "host$1" ip xfrm state | grep -o 'spi 0x[0-9a-f]*' | sort; }

# counted HOST COUNTER: packets that the guard has dropped
counted() { within "host$1" nft list counter inet dockr_overlay "$2" | sed -n 's/.*packets \\([0-9]*\\).*/\\1/p'; }

# received HOST VNI: packets that came in by its VXLAN device
received() {
  within "host$1" cat /proc/net/dev | sed -n "s/^ *[a-z]*v0000$2: *[0-9]* *\\([0-9]*\\) .*/\\1/p"
}

# forge VNI PORT: a packet of VXLAN in the clear from the stranger to host 1
forge() {
  vni=$(printf '\\\\x00\\\\x00\\\\x%s' "$1")
  within stranger bash -c "printf '\\x08\\x00\\x00\\x00$vni\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\x02\\xaa\\x00\\x00\\x00\\x01\\x88\\xb5%046d' 0 >/dev/udp/192.0.2.1/$2"
}

# capture NAME: what passes between the hosts, from now on
capture() {
  within lan tcpdump -i lan -U -w "/root/$1.pcap" 2>"/root/$1.log" &
  echo $! >/run/capture.pid
  until grep -q 'listening on' "/root/$1.log"; do sleep 0.2; done
}

captured() {
  sleep 1
  kill "$(cat /run/capture.pid)"
  while kill -0 "$(cat /run/capture.pid)" 2>/dev/null; do sleep 0.2; done
}

# packets NAME FILTER: how many of them were captured
packets() { tcpdump -n -r "/root/$1.pcap" "$2" 2>/dev/null | wc -l; }
`;

/** What the machine is made of: dockr, etcd, tcpdump of Debian, four hosts on a LAN of which the last is nobody's. */
export const MAKE_LAB = `
set -e
cp -a dockr /opt/dockr
cp -a libraries/. /usr/lib/x86_64-linux-gnu/
ldconfig
ln -s /opt/dockr/bin/dockr /usr/local/bin/dockr
cp etcd /usr/local/bin/
cp -a mesh lab /root/
apt-get update -q >/dev/null
apt-get install -y -q --no-install-recommends tcpdump >/dev/null
. /root/lab
mkdir -p /run/lab
echo 43200 >/run/rotation
for name in lan host1 host2 host3 stranger; do
  : >/run/lab/$name
  unshare --net=/run/lab/$name true
  within $name ip link set lo up
done
within lan ip link add lan type bridge
within lan ip address add $store/24 dev lan
within lan ip link set lan up
number=0
for name in host1 host2 host3 stranger; do
  number=$((number + 1))
  within lan ip link add lan$number type veth peer name eth0 netns /run/lab/$name
  within lan ip link set lan$number master lan up
  within $name ip address add 192.0.2.$number/24 dev eth0
  within $name ip link set eth0 up
  mkdir -p /root/host$number/state /root/host$number/run
done
within lan setsid etcd --data-dir /root/etcd --unsafe-no-fsync \\
  --listen-client-urls http://$store:2379 --advertise-client-urls http://$store:2379 \\
  --listen-peer-urls http://$store:2380 --initial-advertise-peer-urls http://$store:2380 \\
  --initial-cluster default=http://$store:2380 >/root/etcd.log 2>&1 </dev/null &
until within lan curl -s http://$store:2379/health | grep -q true; do sleep 0.5; done
tcpdump --version 2>&1 | head -1
`;

/** Puts all of it into `folder`. */
export function writeLab(folder: string): void {
  writeDockr(folder);
  writeStack(folder, 'mesh', { 'compose.yaml': STACK });
  writeFileSync(join(folder, 'lab'), LAB);
  copyFileSync(ETCD_PROGRAM, join(folder, 'etcd'));
  chmodSync(join(folder, 'etcd'), 0o755);
}
