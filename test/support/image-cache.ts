// Images that take long to make are made once on a machine and kept.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostArchitecture, packLayer, type TestImage, type TestImageConfig } from './image-layout.ts';
import { cacheDirectory, waitForLock } from './machine-lock.ts';

/*
 * $DOCKR_TEST_CACHE or /var/tmp/dockr-test-cache/
 *   <name>/layer.tar.gz     the only layer
 *   <name>/image.json       the TestImage; written before the directory gets its name
 *   locks/<name>            empty
 *   making-<name>/, root-<name>/   being made; a maker that was killed leaves them to the next one
 */
export type ImageRecipe = {
  /** With everything that the content depends on: another name is another image. */
  readonly name: string;
  readonly config: TestImageConfig;
  /** Fills an empty directory, which becomes the root of the image. */
  readonly fill: (directory: string) => Promise<void> | void;
};

/** The image from the cache; made first if it is not there, by one process only. */
export async function cachedImage(recipe: ImageRecipe): Promise<TestImage> {
  const directory = join(cacheDirectory, recipe.name);
  const found = readImage(directory);
  if (found) return found;
  using _lock = await waitForLock(`image-${recipe.name}`);
  return readImage(directory) ?? (await makeImage(recipe, directory));
}

async function makeImage({ name, config, fill }: ImageRecipe, directory: string): Promise<TestImage> {
  mkdirSync(cacheDirectory, { recursive: true });
  for (const path of ['making', 'root'])
    rmSync(join(cacheDirectory, `${path}-${name}`), { recursive: true, force: true });
  const root = join(cacheDirectory, `root-${name}`);
  const making = join(cacheDirectory, `making-${name}`);
  mkdirSync(root);
  mkdirSync(making);
  await fill(root);
  const layer = await packLayer(root, join(making, 'layer.tar.gz'));
  const image = {
    architecture: hostArchitecture,
    config,
    layers: [{ ...layer, file: join(directory, 'layer.tar.gz') }],
  };
  writeFileSync(join(making, 'image.json'), JSON.stringify(image));
  rmSync(directory, { recursive: true, force: true });
  renameSync(making, directory);
  rmSync(root, { recursive: true, force: true });
  return image;
}

function readImage(directory: string): TestImage | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'image.json'), 'utf8')) as TestImage;
  } catch {
    return undefined;
  }
}
