// Pulls an image in a process of its own, for a test that kills it: `node pull-process.ts <state directory> <reference>`.
import { join } from 'node:path';
import { ImagePuller } from '../../../src/engine/images/image-puller.ts';
import { ImageStore } from '../../../src/engine/images/image-store.ts';
import { LayerStore } from '../../../src/engine/images/layer-store.ts';
import { RegistryClient } from '../../../src/engine/images/registry/registry-client.ts';
import { makePlatform } from '../../../src/oci/platform.ts';
import { Database } from '../../../src/store/database.ts';

const [directory = '', reference = ''] = process.argv.slice(2);
const database = new Database(join(directory, 'dockr.db'));
const layers = new LayerStore(database, { stateDirectory: directory });
const puller = new ImagePuller(new RegistryClient({ environment: {} }), new ImageStore(database, layers));
await puller.pull(reference, { platform: makePlatform('linux', 'amd64') });
