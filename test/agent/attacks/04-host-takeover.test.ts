// SECURITY.md row 4: what a hostile stack asks for, and the rule that refuses it although nobody wrote a policy.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { toWireError } from '../../../src/core/errors.ts';
import { formatError } from '../../../src/ui/format-error.ts';
import { PolicyBench, webWith } from '../policy/policy-bench.ts';

type Attack = readonly [stack: string, refusals: readonly string[], allowedBy?: string];

const built = (lines: string): string => `services:\n  web:\n    build:\n      context: .\n${lines}`;
const external = (kind: string, lines: string): string => `${kind}:\n  it: ${lines}\n`;
const joins = (lines: string): string => webWith('networks: [it]', external('networks', lines));
const mounts = (lines: string): string => webWith('volumes: ["it:/v"]', external('volumes', lines));

const ATTACKS: Readonly<Record<string, Attack>> = {
  'a privileged service': [webWith('privileged: true'), ['privileged web privileged'], 'privileged: true'],
  'a privileged hook': [
    webWith('post_start: [{ command: [id], privileged: true }]'),
    ['privileged web post_start[0].privileged'],
    'privileged: true',
  ],
  'a privileged build': [built('      privileged: true\n'), ['privileged web build.privileged']],
  'a privileged build by entitlement': [
    built('      entitlements: [security.insecure]\n'),
    ['privileged web build.entitlements[0]'],
  ],
  'the processes of the host': [webWith('pid: host'), ['hostNamespaces web pid']],
  'the shared memory of the host': [webWith('ipc: host'), ['hostNamespaces web ipc']],
  'the network of the host': [
    webWith('network_mode: host'),
    ['hostNamespaces web network_mode'],
    'hostNamespaces: [network]',
  ],
  'the users of the host': [
    webWith('userns_mode: host'),
    ['hostNamespaces web userns_mode'],
    'hostNamespaces: [userns]',
  ],
  'the name of the host': [webWith('uts: host'), ['hostNamespaces web uts']],
  'the control groups of the host': [webWith('cgroup: host'), ['hostNamespaces web cgroup']],
  'the network called "host"': [joins('{ external: true, name: host }'), ['hostNamespaces networks.it']],
  'a build with the network of the host': [built('      network: host\n'), ['hostNamespaces web build.network']],
  'the processes of another container': [webWith('pid: container:db'), ['foreignContainers web pid']],
  'the network of another container': [
    webWith('network_mode: container:db'),
    ['foreignContainers web network_mode'],
    'foreignContainers: true',
  ],
  'the volumes of another container': [
    webWith('volumes_from: ["container:db"]'),
    ['foreignContainers web volumes_from[0]'],
  ],
  'a link to another container': [webWith('external_links: [db]'), ['foreignContainers web external_links[0]']],
  'a capability that is as good as root': [
    webWith('cap_add: [SYS_ADMIN]'),
    ['capabilities web cap_add[0]'],
    'capabilities: [SYS_ADMIN]',
  ],
  'every capability': [webWith('cap_add: [CHOWN, all]'), ['capabilities web cap_add[1]'], 'capabilities: [ALL]'],
  'a capability in another spelling': [
    webWith('cap_add: [cap_sys_ptrace]'),
    ['capabilities web cap_add[0]'],
    'capabilities: [SYS_PTRACE]',
  ],
  'a disk of the host': [webWith('devices: ["/dev/sda:/dev/sda"]'), ['devices web devices[0]']],
  'devices by their numbers': [
    webWith('device_cgroup_rules: ["a *:* rwm"]'),
    ['deviceCgroupRules web device_cgroup_rules'],
  ],
  'a graphics processor': [webWith('gpus: all'), ['gpus web gpus']],
  'all system calls': [
    webWith('security_opt: ["seccomp:unconfined"]'),
    ['securityOptions web security_opt[0]'],
    'securityOptions: ["seccomp=unconfined"]',
  ],
  'a profile of its own': [webWith('security_opt: ["apparmor=mine"]'), ['securityOptions web security_opt[0]']],
  'new privileges after all': [
    webWith('security_opt: ["no-new-privileges:false"]'),
    ['securityOptions web security_opt[0]'],
  ],
  'a parameter of the whole kernel': [
    webWith('sysctls: { kernel.core_pattern: "|/x" }'),
    ['sysctls web sysctls.kernel.core_pattern'],
  ],
  'a parameter in another spelling': [
    webWith('sysctls: ["kernel/core_pattern=x"]'),
    ['sysctls web sysctls.kernel/core_pattern'],
  ],
  'another runtime': [webWith('runtime: nvidia'), ['runtimes web runtime']],
  'a program of the host': ['services:\n  web:\n    provider: { type: /bin/sh }\n', ['providers web provider.type']],
  'the socket of the daemon': [webWith('use_api_socket: true'), ['apiSocket web use_api_socket']],
  'another control group': [webWith('cgroup_parent: /system.slice'), ['cgroupParent web cgroup_parent']],
  'orders to the runtime': [
    webWith('annotations: { run.oci.seccomp_bpf_data: AAAA }'),
    ['annotations web annotations.run.oci.seccomp_bpf_data'],
    'annotations: ["run.oci.**"]',
  ],
  'being spared when memory runs out': [
    webWith('oom_score_adj: -1000'),
    ['oomProtection web oom_score_adj'],
    'oomProtection: true',
  ],
  'mounts that appear on the host': [
    webWith('volumes: [{ type: bind, source: ./stack.yml, target: /x, bind: { propagation: rshared } }]'),
    ['sharedPropagation web volumes[0]'],
    'sharedPropagation: true',
  ],
  'a network of another stack': [
    joins('{ external: true, name: other_default }'),
    ['externalNetworks networks.it'],
    'externalNetworks: [other_*]',
  ],
  'a network of another stack by its name': [
    joins('{ name: other_default }'),
    ['externalNetworks networks.it'],
    'externalNetworks: [other_default]',
  ],
  'a network that is on the wire of the host': [joins('{ driver: macvlan }'), ['networkDrivers networks.it.driver']],
  'a volume of another stack': [
    mounts('{ external: true, name: other_data }'),
    ['externalVolumes volumes.it'],
    'externalVolumes: [other_data]',
  ],
  'a volume of another stack by its name': [
    mounts('{ name: other_data }'),
    ['externalVolumes volumes.it'],
    'externalVolumes: ["*_data"]',
  ],
  'a disk as a volume': [
    mounts('{ driver_opts: { type: ext4, device: /dev/sda1 } }'),
    ['volumeTypes volumes.it.driver_opts'],
    'volumeTypes: [ext4]',
  ],
  'a volume by a driver': [mounts('{ driver: rexray }'), ['volumeTypes volumes.it.driver']],
  'a subnet that is a name server of the host': [
    joins('{ ipam: { config: [{ subnet: 8.8.8.0/24 }] } }'),
    ['subnets networks.it.ipam.config[0].subnet'],
    'subnets: [8.8.0.0/16]',
  ],
  'half of all addresses': [
    joins('{ ipam: { config: [{ subnet: 0.0.0.0/1 }] } }'),
    ['subnets networks.it.ipam.config[0].subnet'],
    'subnets: [0.0.0.0/0]',
  ],
  'the name of a container of another stack': [
    webWith('container_name: my-db-web-1'),
    ['containerNames web container_name'],
    'containerNames: ["my-db-*"]',
  ],
  'the name of an image that others pull': [
    'services:\n  web:\n    image: nginx:latest\n    build: .\n',
    ['builtImages web image'],
    'builtImages: [docker.io/library/nginx]',
  ],
  'such a name as a tag': [
    built('      tags: ["ghcr.io/acme/base:1"]\n'),
    ['builtImages web build.tags[0]'],
    'builtImages: ["ghcr.io/acme/*"]',
  ],
  'a folder of the host': [webWith('volumes: ["/etc:/etc"]'), ['hostPaths web volumes[0]']],
  'the root of the host': [
    webWith('volumes: [{ type: bind, source: /, target: /host }]'),
    ['hostPaths web volumes[0]'],
  ],
  'the socket of an engine': [webWith('volumes: ["/var/run/docker.sock:/s:ro"]'), ['hostPaths web volumes[0]']],
  'a folder above the release': [webWith('volumes: ["../x:/x"]'), ['hostPaths web volumes[0]']],
  'a secret of the host': [
    webWith('secrets: [s]', 'secrets:\n  s: { file: /etc/shadow }\n'),
    ['hostPaths secrets.s.file'],
  ],
  'a config above the release': [
    webWith('configs: [c]', 'configs:\n  c: { file: ../secret }\n'),
    ['hostPaths configs.c.file'],
  ],
  'a build context of the host': ['services:\n  web:\n    build: /etc\n', ['hostPaths web build.context']],
  'a Dockerfile of the host': [built('      dockerfile: /etc/passwd\n'), ['hostPaths web build.dockerfile']],
  'a Dockerfile above the release': [built('      dockerfile: ../../etc/passwd\n'), ['hostPaths web build.dockerfile']],
  'a named context of the host': [
    built('      additional_contexts: { host: /etc }\n'),
    ['hostPaths web build.additional_contexts.host'],
  ],
  'the keys of the host for a build': [built('      ssh: [default]\n'), ['hostPaths web build.ssh']],
  'a volume that is a folder of the host': [
    mounts('{ driver_opts: { type: none, o: bind, device: /etc } }'),
    ['hostPaths volumes.it.driver_opts.device'],
  ],
  'such a volume without "bind"': [
    mounts('{ driver_opts: { device: /etc } }'),
    ['hostPaths volumes.it.driver_opts.device'],
  ],
};

/** What refuses a stack when the policy does not. */
const ALLOWED = new Set(['not-supported', 'file-not-found']);

describe('without a policy, a stack of a repository may not have', () => {
  for (const [what, [stack, expected, allowedBy]] of Object.entries(ATTACKS)) {
    test(what, async () => {
      using bench = new PolicyBench();
      assert.deepEqual(await bench.refusals(stack), expected);
      if (allowedBy === undefined) return;
      const left = await bench.refusals(stack, `rules:\n  ${allowedBy}\n`);
      assert.deepEqual(
        left.filter((code) => !ALLOWED.has(code)),
        [],
      );
    });
  }

  test('a volume of another stack whose name is that of its own', async () => {
    using bench = new PolicyBench();
    bench.volumes.set('shop_blue_data', 'shop_blue');
    const stack = webWith('volumes: ["blue_data:/v"]', 'volumes:\n  blue_data:\n');
    assert.deepEqual(await bench.refusals(stack), ['externalVolumes volumes.blue_data']);
    bench.volumes.set('shop_blue_data', 'shop');
    assert.deepEqual(await bench.refusals(stack), []);
  });

  test('labels that are ours, files of others, and keys that are JavaScript', async () => {
    using bench = new PolicyBench();
    assert.deepEqual(await bench.refusals(webWith('labels: { io.dockr.stack: other }')), ['reserved-label']);
    assert.deepEqual(await bench.refusals('include: ["https://evil.example/stack.yml"]\n'), ['remote-file']);
    assert.deepEqual(await bench.refusals(webWith('extends: { file: "git@evil.example:x.git", service: a }')), [
      'remote-file',
    ]);
    assert.deepEqual(await bench.refusals(webWith('labels: { __proto__: { privileged: "true" } }')), ['forbidden-key']);
  });

  test('anything of that by way of another file, an anchor or a variable', async () => {
    using bench = new PolicyBench();
    const hidden = { 'stack.yml': 'include: [other.yml]\n', 'other.yml': webWith('privileged: true') };
    assert.deepEqual(await bench.refusals(hidden), ['privileged web privileged']);
    const merged = 'x-a: &a { privileged: true, image: x }\nservices:\n  web: { <<: *a }\n';
    assert.deepEqual(await bench.refusals(merged), ['privileged web privileged']);
    const variable = { 'stack.yml': webWith('pid: $MODE'), '.env': 'MODE=host\n' };
    assert.deepEqual(await bench.refusals(variable), ['hostNamespaces web pid']);
    const extended = {
      'stack.yml': 'services:\n  web:\n    extends: { file: b.yml, service: web }\n',
      'b.yml': webWith('cap_add: [ALL]'),
    };
    assert.deepEqual(await bench.refusals(extended), ['capabilities web cap_add[0]']);
  });

  test('variables of the daemon, by way of an argument, a secret, a config or a name', async () => {
    using bench = new PolicyBench();
    process.env['DOCKR_TEST_SECRET'] = 'hunter2';
    const rest =
      'secrets:\n  s: { environment: DOCKR_TEST_SECRET }\nconfigs:\n  c: { environment: DOCKR_TEST_SECRET }\n';
    const stacks = [
      'services:\n  web:\n    build: { context: ., args: [DOCKR_TEST_SECRET] }\n    hostname: a$DOCKR_TEST_SECRET\n',
      webWith('environment: [DOCKR_TEST_SECRET]\nlabels: { a: "$DOCKR_TEST_SECRET" }'),
      webWith('secrets: [s]\nconfigs: [c]', rest),
    ];
    for (const stack of stacks) {
      const seen = await bench.load(stack).catch((error: unknown) => toWireError(error));
      assert.doesNotMatch(JSON.stringify(seen), /hunter2/);
    }
    delete process.env['DOCKR_TEST_SECRET'];
  });

  test('a say in what a terminal does when the refusal is shown', async () => {
    using bench = new PolicyBench();
    const [error] = await bench.errors(webWith('annotations: { "\\e]0;owned\\a\\e[2J": x }'));
    assert.equal(error?.facts['rule'], 'annotations');
    const shown = formatError(toWireError(error), { paint: (_, text) => text, cwd: '/' });
    assert.equal([...shown].filter((character) => /\p{Cc}/u.test(character) && character !== '\n').join(), '');
  });

  test('a build from elsewhere', async () => {
    using bench = new PolicyBench();
    assert.deepEqual(await bench.refusals('services:\n  web:\n    build: https://evil.example/x.git\n'), [
      'hostPaths web build.context',
    ]);
    for (const context of ['https://evil.example/x.git', 'git@evil.example:x.git', 'oci-layout:///etc'])
      assert.deepEqual(await bench.refusals(built(`      additional_contexts: { a: "${context}" }\n`)), [
        'not-supported',
      ]);
  });

  test('only what is usual passes: capabilities, volumes, ports and images', async () => {
    using bench = new PolicyBench();
    const stack = await bench.load({
      'stack.yml': webWith(
        'container_name: mine-db-1\ncap_add: [NET_RAW]\ncap_drop: [ALL]\nsecurity_opt: ["no-new-privileges:true"]\nports: ["8080:80"]\nvolumes: ["data:/v", "./page:/page"]\nsysctls: { net.core.somaxconn: 1024 }\ntmpfs: /tmp',
        'volumes:\n  data:\n',
      ),
      page: '',
    });
    assert.deepEqual(stack.services['web']?.volumes[1], {
      kind: 'bind',
      source: `${bench.release}/page`,
      target: '/page',
      readOnly: true,
      createSource: false,
    });
  });
});
