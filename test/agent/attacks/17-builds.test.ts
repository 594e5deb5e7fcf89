// SECURITY.md row 17: what a commit has built on the host runs apart from it, and sees its own files alone.
import assert from 'node:assert/strict';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { processesMentioning } from '../../support/processes.ts';
import { waitFor } from '../../support/wait-for.ts';
import { DeployRig, deploySkipReason, stackFiles } from '../deploy-rig.ts';
import { PolicyBench } from '../policy/policy-bench.ts';

const SENTINEL = 'sentinel-of-the-host-6f2e';
const HEAD = 'FROM scratch\nCOPY busybox /busybox\nSHELL ["/busybox", "sh", "-c"]\n';

describe('a build that a stack asks for', () => {
  const built = (more: string): string => `services:\n  web:\n    build:\n      context: .\n${more}`;

  test('in the network of another stack', async () => {
    using bench = new PolicyBench();
    for (const network of ['db_default', 'container:db-web-1', 'service:web']) {
      const stack = built(`      network: "${network}"\n`);
      assert.deepEqual(await bench.refusals(stack), ['externalNetworks web build.network'], network);
    }
    assert.deepEqual(await bench.refusals(built('      network: none\n')), []);
    assert.deepEqual(await bench.refusals(built('      network: default\n')), []);
    assert.deepEqual(
      await bench.refusals(`${built('      network: shop_inner\n    networks: [inner]\n')}networks:\n  inner: {}\n`),
      [],
    );
    const allowed = 'rules: { externalNetworks: ["db_*"] }\n';
    assert.deepEqual(await bench.refusals(built('      network: db_default\n'), allowed), []);
  });

  test('in a network of another that its own file gives another name', async () => {
    using bench = new PolicyBench();
    const stack = `${built('      network: db_default\n    networks: [db_default]\n')}networks:\n  db_default: {}\n`;
    assert.deepEqual(await bench.refusals(stack), ['externalNetworks web build.network']);
  });
});

describe('the build of a commit', { skip: deploySkipReason() }, () => {
  let rig: DeployRig;
  let asked: string[];
  let registry: Server;
  let host: string;
  let policy: string;

  before(async () => {
    asked = [];
    registry = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
    host = `127.0.0.1:${(registry.address() as AddressInfo).port}`;
    policy = 'rules: {}\n';
    rig = await DeployRig.start(policy);
    writeFileSync(join(rig.root.workDirectory, 'of-the-host'), SENTINEL);
    await rig.repository.push(stackFiles('one'));
    const words = ['--git', rig.repository.url, '--path', 'stacks/shop', '--interval', '1h'];
    await rig.dockr.ok(['deploy', 'add', 'shop', ...words]);
  });
  after(async () => {
    registry?.closeAllConnections();
    registry?.close();
    await rig?.[Symbol.asyncDispose]();
  });

  type Attempt = { readonly code: string; readonly message: string; readonly text: string };

  /** What becomes of a commit with that Dockerfile; what ran before has to run on. */
  async function refused(dockerfile: string, more: Readonly<Record<string, string | null>> = {}): Promise<Attempt> {
    const before = await rig.containers('shop');
    await rig.repository.push({ ...stackFiles('two'), 'image/Dockerfile': dockerfile, ...more });
    const { stdout, stderr } = await rig.dockr.run(['deploy', 'sync', 'shop']);
    const { error } = await rig.show('shop');
    assert.deepEqual(
      (await rig.containers('shop')).map(({ id, status }) => [id, status]),
      before.map(({ id }) => [id, 'running']),
    );
    const { code = '', message = '' } = error?.error ?? {};
    return { code, message, text: JSON.stringify([stdout, stderr, error]) };
  }

  const refusals: Readonly<Record<string, (at: string) => readonly [dockerfile: string, code: string]>> = {
    'that takes the network of the host': () => [`${HEAD}RUN --network=host /busybox true\n`, 'not-allowed'],
    'that takes the rights of the host': () => [`${HEAD}RUN --security=insecure /busybox true\n`, 'not-supported'],
    'that takes a device': () => [`${HEAD}RUN --device=vendor.com/gpu,required /busybox true\n`, 'not-supported'],
    'that wants a secret which nobody declared': () => [
      `${HEAD}RUN --mount=type=secret,id=token,required=true /busybox cat /run/secrets/token\n`,
      'secret-not-given',
    ],
    'that wants the keys of whoever runs the daemon': () => [
      `${HEAD}RUN --mount=type=ssh,required=true /busybox true\n`,
      'ssh-not-given',
    ],
    'that downloads on behalf of the host': (at) => [`FROM scratch\nADD http://${at}/page /page\n`, 'not-supported'],
    'that clones on behalf of the host': (at) => [`FROM scratch\nADD git://${at}/x.git /x\n`, 'not-supported'],
    'that copies what lies above its context': () => [
      'FROM scratch\nCOPY ../../../../../../../../etc/passwd /passwd\n',
      'copy-source-not-found',
    ],
    'that mounts what lies above its context': () => [
      `${HEAD}RUN --mount=type=bind,source=../../../../../../../../etc,target=/x /busybox cat /x/passwd\n`,
      'copy-source-not-found',
    ],
    'that copies from an address': (at) => [`${HEAD}COPY --from=http://${at}/x / /\n`, 'bad-reference'],
  };
  for (const [attack, of] of Object.entries(refusals)) {
    test(attack, async () => {
      const [dockerfile, code] = of(host);
      const { code: told, message, text } = await refused(dockerfile);
      assert.equal(told, code, message);
      assert.doesNotMatch(text, /root:x:0/);
      assert.deepEqual(asked, []);
    });
  }

  test('that has another program read its Dockerfile: it is not asked for', async () => {
    const { code } = await refused(`# syntax=${host}/evil/frontend:1\nFROM scratch\nCOPY nothing /\n`);
    assert.equal(code, 'unsupported-syntax');
    assert.deepEqual(asked, []);
  });

  test('that reads a file of the host through a link which was committed', async () => {
    const link = `link:${join(rig.root.workDirectory, 'of-the-host')}`;
    const { code, text } = await refused('FROM scratch\nCOPY it /it\n', { 'image/it': link });
    assert.equal(code, 'link-outside-release');
    assert.ok(!text.includes(SENTINEL));
    await refused('FROM scratch\nCOPY it /it\n', { 'image/it': null });
  });

  test('that reads the disk of the host through a link that it makes itself', async () => {
    const own = join(rig.root.workDirectory, 'of-the-host');
    const dockerfile = `${HEAD}RUN /busybox ln -s ${own} /link && /busybox ln -s / /all\nFROM scratch\nCOPY --from=0 /all${own} /x\n`;
    const { code, text } = await refused(dockerfile);
    assert.equal(code, 'copy-source-not-found');
    assert.ok(!text.includes(SENTINEL));
  });

  test('that looks for the host from within: its processes, its files, its services', async () => {
    const look = [
      `/busybox wget -q -T 2 -O - http://${host}/inside && exit 90`,
      '[ "$(/busybox ls /proc | /busybox grep -c "^[0-9]")" -lt 10 ] || exit 91',
      `[ ! -e ${rig.root.stateDirectory} ] || exit 92`,
      '(echo x > /proc/sys/kernel/hostname) 2>/dev/null && exit 93',
      '/busybox mount -t tmpfs tmpfs /tmp 2>/dev/null && exit 94',
      '/busybox mknod /sda b 8 0 2>/dev/null && /busybox head -c 1 /sda 2>/dev/null && exit 95',
      '/busybox env | /busybox grep -q DOCKR && exit 96',
      'exit 42',
    ];
    const { code, message } = await refused(`${HEAD}RUN ${look.join('; ')}\n`);
    assert.equal(code, 'run-failed');
    assert.match(message, /\b42\b/);
    assert.deepEqual(asked, []);
  });

  test('that takes what another stack has kept for its builds', async () => {
    const keep = (what: string): string => `${HEAD}RUN --mount=type=cache,id=kept,target=/kept ${what}\n`;
    const folder = rig.root.makeDirectory('bank');
    const stack = 'name: bank\nservices:\n  web:\n    build: .\n    command: ["/busybox", "sleep", "1000"]\n';
    writeFileSync(join(folder, 'stack.yml'), stack);
    writeFileSync(join(folder, 'busybox'), stackFiles('one')['image/busybox'], { mode: 0o755 });
    writeFileSync(join(folder, 'Dockerfile'), keep(`echo ${SENTINEL} > /kept/it`));
    await rig.dockr.ok(['build'], { cwd: folder });
    // It is there for the stack itself.
    writeFileSync(join(folder, 'Dockerfile'), keep('/busybox grep -q sentinel /kept/it'));
    await rig.dockr.ok(['build'], { cwd: folder });
    const { code, text } = await refused(keep('/busybox cat /kept/it'));
    assert.equal(code, 'run-failed');
    assert.ok(!text.includes(SENTINEL), text);
  });

  test('that never ends: the time of the deployment ends it, and nothing of it runs on', async () => {
    const declaration = join(rig.root.workDirectory, 'slow.yaml');
    const text = `name: slow\nsource: { url: "${rig.repository.url}" }\npath: stacks/shop\ntimeout: 3s\ninterval: 1h\n`;
    writeFileSync(declaration, text);
    await rig.repository.push({ ...stackFiles('two'), 'image/Dockerfile': `${HEAD}RUN /busybox sleep 86399\n` });
    assert.equal((await rig.dockr.run(['deploy', 'add', '--from', declaration])).exitCode, 1);
    const { error } = await rig.show('slow');
    assert.equal(error?.error.code, 'round-timed-out');
    assert.deepEqual(await rig.containers('slow'), []);
    await waitFor('the end of the build', () => commands().every((command) => !command.includes('86399')));
    await rig.dockr.ok(['deploy', 'rm', '--down', 'slow']);
  });

  test('that starts from an image of a registry which the policy does not know', async () => {
    rig.writePolicy('rules: { images: ["registry.example.org/**"] }\n');
    const { code, message } = await refused(`FROM ${host}/evil:1\n`);
    assert.equal(code, 'policy-denied');
    assert.match(message, /"build"/);
    assert.deepEqual(asked, []);
    assert.deepEqual(processesMentioning(join(rig.root.runDirectory, 'build')), []);
  });
});

function commands(): readonly string[] {
  return globSync('/proc/[0-9]*/cmdline').map((file) => {
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return '';
    }
  });
}
