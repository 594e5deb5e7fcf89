// A stack that is switched as one: nobody sees two versions of it, whatever happens on the way.
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { waitFor } from '../support/wait-for.ts';
import { needsRegistry, type ServedImages, serveImages } from './images.ts';
import { get, Scenario, StackUnderTest } from './scenario.ts';

const SERVICES = ['api', 'shop', 'web'] as const;
type ServiceName = (typeof SERVICES)[number];
type Version = { readonly text: string; readonly slow?: ServiceName; readonly ill?: ServiceName };

// httpd answers in processes of their own, so that what has begun is finished.
const serve = (text: string, wait: string): string =>
  `mkdir -p /www && echo ${text} > /www/index.html && ${wait}; touch /www/well; exec httpd -f -h /www`;

describe('a stack that is switched as one', needsRegistry, () => {
  let scenario: Scenario;
  let served: ServedImages<'busybox'>;
  let stack: StackUnderTest;
  const ports = new Map<ServiceName, number>();
  before(async () => {
    scenario = await Scenario.open();
    served = await serveImages(scenario.root.makeDirectory('registry'), ['busybox']);
    for (const name of SERVICES) ports.set(name, await findFreePort());
    stack = new StackUnderTest(scenario, scenario.writeFolder('blue', {}));
    write({ text: 'one' });
    await stack.ok(['up', '-d', '--wait']);
  });
  after(async () => {
    await served?.[Symbol.asyncDispose]();
    await scenario?.[Symbol.asyncDispose]();
  });

  const write = ({ text, slow, ill }: Version): void => {
    const services = SERVICES.map((name) => {
      const wait = name === slow ? 'sleep 1.5' : name === ill ? 'sleep 1000' : 'true';
      return [
        name,
        {
          image: served.images.busybox.byTag,
          init: true,
          command: ['sh', '-c', serve(text, wait)],
          environment: { TEXT: text },
          ports: [`${ports.get(name)}:80`],
          healthcheck: { test: 'test -e /www/well', interval: '100ms', retries: 30 },
          ...(name === 'web' ? { scale: 2, depends_on: ['api'] } : {}),
        },
      ];
    });
    const file = {
      name: 'blue',
      'x-dockr': { update: { strategy: 'blue-green' } },
      services: Object.fromEntries(services),
    };
    writeFileSync(join(stack.folder, 'stack.yml'), JSON.stringify(file));
  };
  const answers = (): Promise<string[]> =>
    Promise.all(SERVICES.map(async (name) => (await get(`http://127.0.0.1:${ports.get(name)}/`)).trim()));
  const byName = (): Promise<string[]> =>
    Promise.all(SERVICES.map((name) => stack.sh('web', `wget -q -O - http://${name}/`)));

  /** Asks every service again and again, one after the other; gives what was answered, in order, without repeats. */
  const watch = (): { readonly end: () => Promise<readonly string[]> } => {
    const seen: string[] = [];
    let isDone = false;
    const asking = (async () => {
      while (!isDone) {
        for (const name of SERVICES) {
          const text = await get(`http://127.0.0.1:${ports.get(name)}/`).then(
            (body) => body.trim(),
            (error: unknown) => `${name}: ${error}`,
          );
          if (seen.at(-1) !== text) seen.push(text);
        }
      }
    })();
    return {
      end: async () => {
        isDone = true;
        await asking;
        return seen;
      },
    };
  };

  test('comes up beside the old one, and is switched to when the last of it is ready, ports and names', async () => {
    write({ text: 'two', slow: 'web' });
    const load = watch();
    const { stderr } = await stack.ok(['up', '-d']);
    assert.deepEqual(await load.end(), ['one', 'two'], stderr);
    assert.match(stderr, /switch traffic to blue-api-1#next, blue-shop-1#next, blue-web-1#next, blue-web-2#next +done/);
    assert.deepEqual(await byName(), ['two', 'two', 'two']);
    const names = (await stack.containers()).map(({ name }) => name).sort();
    assert.deepEqual(names, ['blue-api-1', 'blue-shop-1', 'blue-web-1', 'blue-web-2']);
    assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
  });

  test('is taken away as a whole when one of it does not get ready', async () => {
    const before = (await stack.containers()).map(({ id }) => id).sort();
    write({ text: 'three', ill: 'shop' });
    const load = watch();
    const { exitCode, stderr } = await stack.run(['up', '-d']);
    assert.deepEqual(await load.end(), ['two']);
    assert.equal(exitCode, 1);
    assert.match(stderr, /error\[not-ready\]/);
    assert.deepEqual((await stack.containers()).map(({ id }) => id).sort(), before);
  });

  test('is taken away when the update is called off before the switch', async () => {
    const before = (await stack.containers()).map(({ id }) => id).sort();
    write({ text: 'four', slow: 'web' });
    const { exitCode } = await scenario.dockr.run(['up', '-d'], {
      cwd: stack.folder,
      during: async (child, seen) => {
        await waitFor('the first successor', () => /start successor blue-api-1 +done/.test(seen()));
        child.kill('SIGINT');
      },
    });
    assert.equal(exitCode, 130);
    await waitFor('the old stack alone', async () => {
      const ids = (await stack.containers()).map(({ id }) => id).sort();
      return ids.join() === before.join();
    });
    assert.deepEqual(await answers(), ['two', 'two', 'two']);
  });

  test('goes back as one, too', async () => {
    write({ text: 'five' });
    await stack.ok(['up', '-d']);
    const load = watch();
    const { stderr } = await stack.ok(['rollback']);
    assert.deepEqual(await load.end(), ['five', 'two'], stderr);
  });

  for (const [moment, place] of [
    ['before the switch', 'step:switch-together:before'],
    ['after it, before the names', 'step:switch-together:after'],
    ['between two names', 'switch:rename-new'],
  ] as const) {
    test(`is whole after the daemon was killed ${moment}`, async () => {
      write({ text: 'two' });
      await stack.ok(['up', '-d']);
      await stack.ok(['daemon', 'stop']);
      await waitFor('the end of the daemon', () => scenario.dockr.daemonPid() === null);
      write({ text: `killed-${place}` });
      const onceFile = join(scenario.root.workDirectory, place);
      const environment = { DOCKR_FAILPOINT: `${place}=kill`, DOCKR_FAILPOINT_ONCE: onceFile };
      const { stderr } = await stack.ok(['up', '-d'], environment);
      assert.ok(existsSync(onceFile), stderr);
      assert.deepEqual(
        await answers(),
        SERVICES.map(() => `killed-${place}`),
      );
      assert.match((await stack.ok(['up', '-d'])).stderr, /nothing to do/);
      const names = (await stack.containers()).map(({ name }) => name).sort();
      assert.deepEqual(names, ['blue-api-1', 'blue-shop-1', 'blue-web-1', 'blue-web-2']);
    });
  }

  test('leaves nothing behind', async () => {
    await stack.ok(['down', '-t', '1']);
    await stack.checkNothingLeft();
  });
});
