// A store in a directory of its own, a client and a puller.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ImagePuller } from '../../../src/engine/images/image-puller.ts';
import { ImageStore } from '../../../src/engine/images/image-store.ts';
import { LayerStore } from '../../../src/engine/images/layer-store.ts';
import { RegistryClient, type RegistryOptions } from '../../../src/engine/images/registry/registry-client.ts';
import { Database } from '../../../src/store/database.ts';

export type Workbench = {
  readonly directory: string;
  readonly database: Database;
  readonly layers: LayerStore;
  readonly store: ImageStore;
  readonly client: RegistryClient;
  readonly puller: ImagePuller;
};

export const QUICK_RETRY = { attempts: 4, firstDelayMs: 5, longestDelayMs: 20 };

export const needsRoot = { skip: process.getuid?.() === 0 ? false : 'needs root: layers are unpacked' };

/** Everything needed to pull, beneath a directory that goes with the test. */
export function makeWorkbench(context: TestContext, registry: RegistryOptions = {}): Workbench {
  const directory = mkdtempSync('/var/tmp/dockr-images-');
  const database = new Database(join(directory, 'dockr.db'));
  const layers = new LayerStore(database, { stateDirectory: directory });
  const store = new ImageStore(database, layers);
  const client = new RegistryClient({
    environment: {},
    retry: QUICK_RETRY,
    certificateDirectory: join(directory, 'certs.d'),
    ...registry,
  });
  context.after(async () => {
    client[Symbol.dispose]();
    await layers[Symbol.asyncDispose]();
    database[Symbol.dispose]();
    rmSync(directory, { recursive: true });
  });
  return { directory, database, layers, store, client, puller: new ImagePuller(client, store) };
}
