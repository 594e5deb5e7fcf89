// What a container sees of its configuration, under both runtimes.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { DEFAULT_CAPABILITIES } from '../../../../src/engine/containers/runtime-config/capabilities.ts';
import { observeHostDevices } from '../../../../src/engine/containers/runtime-config/devices.ts';
import { resolveUserInRoot } from '../../../../src/engine/containers/runtime-config/resolve-user.ts';
import { seccompProfile } from '../../../../src/engine/containers/runtime-config/seccomp-profile.ts';
import { cgroupVersion as hostCgroupVersion } from '../../../../src/os/cgroup-hierarchies.ts';
import { bindMount, mountTmpfs, unmount } from '../../../../src/os/mounts.ts';
import { compileSeccomp } from '../../../../src/os/seccomp.ts';
import { ContainerBench, PLAIN_SPEC, type RuntimeName, runtimeSkipReason } from './run-container.ts';

const MIB = 1024 * 1024;
const DEFAULT_CAP_MASK = '00000000a80425fb';

for (const name of ['crun', 'runc'] as const satisfies readonly RuntimeName[]) {
  describe(name, { skip: runtimeSkipReason(name) }, () => {
    let bench: ContainerBench;
    before(() => {
      bench = new ContainerBench();
    });
    after(() => bench[Symbol.asyncDispose]());

    async function out(
      ...args: Parameters<ContainerBench['run']> extends [RuntimeName, ...infer Rest] ? Rest : never
    ): Promise<string> {
      const run = await bench.run(name, ...args);
      assert.equal(run.exitCode, 0, `${run.stdout}${run.stderr}`);
      return run.stdout.trim();
    }

    test('the default capabilities are the fourteen, none of them inheritable or ambient', async () => {
      const text = await out('grep -E "^Cap" /proc/self/status');
      assert.deepEqual(
        text.split('\n').map((line) => line.split('\t')),
        [
          ['CapInh:', '0000000000000000'],
          ['CapPrm:', DEFAULT_CAP_MASK],
          ['CapEff:', DEFAULT_CAP_MASK],
          ['CapBnd:', DEFAULT_CAP_MASK],
          ['CapAmb:', '0000000000000000'],
        ],
      );
    });

    test('a user that is not root has no effective capabilities', async () => {
      const user = resolveUserInRoot('web', bench.rootfs);
      const text = await out('id; grep CapEff /proc/self/status; echo $HOME', { input: { user } });
      assert.equal(
        text,
        'uid=1000(web) gid=1001(web) groups=1001(web),2000(logs)\nCapEff:\t0000000000000000\n/home/web',
      );
    });

    test('added and dropped capabilities change the mask', async () => {
      const text = await out('grep CapEff /proc/self/status', {
        spec: { capDrop: ['ALL'], capAdd: ['net_bind_service', 'CAP_CHOWN'] },
      });
      assert.equal(text, 'CapEff:\t0000000000000401');
    });

    test('masked paths are empty and read-only paths cannot be written', async () => {
      const text = await out(
        'head -c 10 /proc/kcore | wc -c 2>/dev/null || cat /proc/kcore | head -c1; ls /sys/firmware; cat /proc/keys /proc/timer_list; echo 1 > /proc/sys/kernel/pid_max || echo refused; echo b > /proc/sysrq-trigger || echo refused',
      );
      assert.equal(text.replace(/^0\n/, ''), 'refused\nrefused');
    });

    test('/dev has the standard devices and nothing else', async () => {
      const devices = (await out('ls /dev')).split('\n');
      const expected = [
        'core',
        'fd',
        'full',
        'mqueue',
        'null',
        'ptmx',
        'pts',
        'random',
        'shm',
        'stderr',
        'stdin',
        'stdout',
        'tty',
        'urandom',
        'zero',
      ];
      assert.deepEqual(
        devices.filter((device) => device !== 'console').sort(),
        expected.filter((device) => device !== 'core' || devices.includes('core')),
      );
    });

    test('/sys and the cgroups are read-only, /dev/shm has 64 MiB or what is asked for', async () => {
      const text = await out('mount');
      assert.match(text, /^sysfs on \/sys type sysfs \(ro,/m);
      assert.match(text, / on \/dev\/shm type tmpfs \(rw,nosuid,nodev,noexec,.*size=65536k/);
      assert.match(
        await out('mount', { spec: { resources: { ...PLAIN_SPEC.resources, shmBytes: MIB } } }),
        / on \/dev\/shm .*size=1024k/,
      );
    });

    test('environment, working directory and hostname are those of image and spec', async () => {
      const text = await out('env | sort; pwd; hostname', {
        image: { env: ['FROM_IMAGE=1', 'REMOVED=1'], workingDir: '/etc' },
        spec: { environment: { REMOVED: null, MINE: 'a=b' }, hostname: 'box', workingDir: '/work' },
      });
      const lines = text.split('\n').filter((line) => !/^(PWD|SHLVL|OLDPWD)=/.test(line));
      assert.deepEqual(lines, [
        'FROM_IMAGE=1',
        'HOME=/root',
        'HOSTNAME=box',
        'MINE=a=b',
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        '/work',
        'box',
      ]);
    });

    test('a working directory that is not there is made', async () => {
      assert.equal(await out('pwd', { spec: { workingDir: `/made-by-${name}/here` } }), `/made-by-${name}/here`);
    });

    test('memory, swap, processor and process limits reach the kernel', { skip: cgroupSkipReason() }, async () => {
      const resources = {
        ...PLAIN_SPEC.resources,
        memoryBytes: 32 * MIB,
        memoryReservationBytes: 16 * MIB,
        cpus: 0.5,
        cpuShares: 512,
        pids: 40,
        cpuset: '0',
      };
      const text = await out(
        'cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes memory/memory.memsw.limit_in_bytes memory/memory.soft_limit_in_bytes cpu/cpu.cfs_quota_us cpu/cpu.shares pids/pids.max cpuset/cpuset.cpus',
        { spec: { resources } },
      );
      assert.deepEqual(text.split('\n'), [32 * MIB, 64 * MIB, 16 * MIB, 50_000, 512, 40, 0].map(String));
    });

    test('a fork bomb stops at the limit of processes', async () => {
      const resources = { ...PLAIN_SPEC.resources, pids: 8 };
      const run = await bench.run(name, 'for i in 1 2 3 4 5 6 7 8 9 10 11 12; do sleep 0.3 & done; wait; true', {
        spec: { resources },
      });
      assert.match(run.stderr, /can't fork/);
    });

    test('sysctls are the defaults of a private network and those asked for', async () => {
      const text = await out(
        'cat /proc/sys/net/ipv4/ip_unprivileged_port_start /proc/sys/net/ipv4/ping_group_range /proc/sys/kernel/shmmni',
        {
          spec: { sysctls: { 'kernel.shmmni': '1234' } },
        },
      );
      assert.equal(text.replace(/\s+/g, ' '), '0 0 2147483647 1234');
    });

    test('ulimits are those asked for, clamped to what the engine may give', async () => {
      const ulimits = {
        nofile: { soft: 100, hard: 100_000_000 },
        core: { soft: 0, hard: 0 },
        fsize: { soft: -1, hard: -1 },
      };
      const run = await bench.run(name, 'ulimit -Sn; ulimit -Hc; ulimit -Hf', {
        spec: { resources: { ...PLAIN_SPEC.resources, ulimits } },
      });
      assert.equal(run.stdout, '100\n0\nunlimited\n', run.stderr);
    });

    test('a read-only root leaves the memory of its own writable', async () => {
      const text = await out(
        'touch /x 2>/dev/null || echo refused; touch /dev/shm/x && touch /dev/mqueue && echo written',
        { spec: { readOnly: true } },
      );
      assert.equal(text, 'refused\nwritten');
    });

    test('a tmpfs has the default options and those asked for', async () => {
      const text = await out('mount | grep "on /t"; stat -c %a /t1 /t2; echo hi > /t2/file', {
        input: {
          mounts: [
            { kind: 'tmpfs', target: '/t1', readOnly: false, sizeBytes: MIB, mode: 0o700, options: [] },
            {
              kind: 'tmpfs',
              target: '/t2',
              readOnly: false,
              sizeBytes: null,
              mode: null,
              options: ['exec,uid=1000', 'size=2m'],
            },
          ],
        },
      });
      const [first = '', second = '', ...modes] = text.split('\n');
      assert.match(first, /\(rw,nosuid,nodev,noexec,relatime,size=1024k,mode=700/);
      assert.match(second, /\(rw,nosuid,nodev,relatime,size=2048k,uid=1000/);
      assert.deepEqual(modes, ['700', '1777']);
    });

    test('nested binds are mounted parent first, and a read-only one is so with all beneath it', async () => {
      const source = join(bench.directory, `source-${name}`);
      mkdirSync(join(source, 'inner'), { recursive: true });
      mkdirSync(join(source, 'nested'));
      writeFileSync(join(bench.directory, 'hello'), 'hello');
      mountTmpfs(join(source, 'inner'), 'size=64k');
      try {
        const text = await out(
          'touch /data/x 2>/dev/null || echo outer; touch /data/inner/x 2>/dev/null || echo inner; touch /data/nested/x && cat /data/nested/hello',
          {
            input: {
              mounts: [
                bind(join(bench.directory, 'hello'), '/data/nested/hello'),
                { kind: 'tmpfs', target: '/data/nested', readOnly: false, sizeBytes: null, mode: null, options: [] },
                { ...bind(source, '/data'), readOnly: true },
              ],
            },
          },
        );
        assert.equal(text, 'outer\ninner\nhello');
      } finally {
        unmount(join(source, 'inner'));
      }
    });

    test('a shared bind shows the host what the container mounts', async () => {
      const source = join(bench.directory, `shared-${name}`);
      mkdirSync(source);
      bindMount(source, source);
      try {
        const run = await bench.run(
          name,
          'mkdir /m/t && mount -t tmpfs t /m/t && echo yes > /m/t/seen && cat /m/t/seen',
          {
            spec: { capAdd: ['SYS_ADMIN'] },
            input: { mounts: [{ ...bind(source, '/m'), propagation: 'rshared' }] },
          },
        );
        assert.equal(run.stdout, 'yes\n', run.stderr);
        unmount(join(source, 't'));
      } finally {
        unmount(source);
      }
    });

    test('a privileged container has every capability we have, the devices of the host and a writable /sys', async () => {
      const text = await out(
        'grep CapEff /proc/self/status; mount | grep "on /sys type"; ls /dev; ls /sys/firmware >/dev/null && echo open',
        {
          spec: { privileged: true },
          input: { hostDevices: observeHostDevices() },
        },
      );
      assert.equal(
        text.split('\n')[0],
        `CapEff:\t${/^CapBnd:\t(.*)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`,
      );
      assert.match(text, /on \/sys type sysfs \(rw/);
      assert.match(text, /^(kmsg|fuse)$/m);
    });

    test('security_opt no-new-privileges reaches the process', async () => {
      assert.equal(
        await out('grep NoNewPrivs /proc/self/status', { spec: { securityOptions: ['no-new-privileges:true'] } }),
        'NoNewPrivs:\t1',
      );
    });

    test('the seccomp filter is in force, compiled or as a profile', async () => {
      const profile = seccompProfile(DEFAULT_CAPABILITIES, process.arch === 'arm64' ? 'arm64' : 'x64');
      const script = 'grep -E "^Seccomp:" /proc/self/status';
      assert.equal(await out(script, { input: { seccomp: { kind: 'profile', profile } } }), 'Seccomp:\t2');
      if (name === 'runc') return;
      assert.equal(
        await out(script, { input: { seccomp: { kind: 'bpf-annotation', program: compileSeccomp(profile) } } }),
        'Seccomp:\t2',
      );
    });

    test('a further process in the container is under the same filter', {
      skip: name === 'runc' ? 'compiled filters are for crun' : false,
    }, async () => {
      const profile = seccompProfile(DEFAULT_CAPABILITIES, process.arch === 'arm64' ? 'arm64' : 'x64');
      const text = await bench.execWhileRunning('grep -E "^Seccomp:" /proc/self/status', {
        input: { seccomp: { kind: 'bpf-annotation', program: compileSeccomp(profile) } },
      });
      assert.equal(text.trim(), 'Seccomp:\t2');
    });

    test('the files every container gets can be written unless the root is read-only', async () => {
      const hosts = join(bench.directory, `hosts-${name}`);
      writeFileSync(hosts, '127.0.0.1 localhost\n');
      const input = { files: { hosts, hostname: null, resolvConf: null } };
      assert.equal(await out('echo "::1 x" >> /etc/hosts; cat /etc/hosts', { input }), '127.0.0.1 localhost\n::1 x');
      assert.equal(await out('echo y >> /etc/hosts || echo refused', { input, spec: { readOnly: true } }), 'refused');
    });
  });
}

function bind(
  source: string,
  target: string,
): {
  readonly kind: 'bind';
  readonly source: string;
  readonly target: string;
  readonly readOnly: false;
  readonly propagation: null;
} {
  return { kind: 'bind', source, target, readOnly: false, propagation: null };
}

function cgroupSkipReason(): string | false {
  return hostCgroupVersion() === 1 ? false : 'reads files of cgroup version 1';
}
