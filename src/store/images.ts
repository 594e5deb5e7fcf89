// Queries of the tables images, image_names and layers.
import type { Database, Row } from './database.ts';

export type ImageRow = {
  /** Digest of the config. */
  readonly id: string;
  readonly config: Buffer;
  /** The manifest it was pulled by; null for what was built here. */
  readonly manifest: Buffer | null;
  /** Diff ids, lowest first. */
  readonly layers: readonly string[];
  readonly sizeBytes: number;
  readonly createdAt: number;
  readonly buildInputs: string | null;
};

/** `digest` is that of the manifest or index the name stood for when it was pulled. */
export type ImageNameRow = {
  readonly name: string;
  readonly imageId: string;
  readonly digest: string | null;
  readonly updatedAt: number;
};
export type LayerRow = { readonly diffId: string; readonly sizeBytes: number; readonly createdAt: number };

const ID_PREFIX = 'sha256:';

/** Stores an image, or brings what is known about it up to date. */
export function putImage(database: Database, image: ImageRow): void {
  database.run(
    `INSERT INTO images (id, config, manifest, layers, size, created_at, build_inputs) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET manifest = coalesce(excluded.manifest, manifest), build_inputs = coalesce(excluded.build_inputs, build_inputs)`,
    image.id,
    image.config,
    image.manifest,
    JSON.stringify(image.layers),
    image.sizeBytes,
    image.createdAt,
    image.buildInputs,
  );
}

export function findImage(database: Database, id: string): ImageRow | undefined {
  return toImage(database.get('SELECT * FROM images WHERE id = ?', id));
}

/** Images whose hex id begins with `prefix`, at most two: none, the one, or ambiguous. */
export function findImagesByPrefix(database: Database, prefix: string): readonly ImageRow[] {
  const first = ID_PREFIX + prefix;
  return database
    .all('SELECT * FROM images WHERE id >= ? AND id < ? ORDER BY id LIMIT 2', first, `${first}~`)
    .flatMap((row) => toImage(row) ?? []);
}

export function listImages(database: Database): readonly ImageRow[] {
  return database.all('SELECT * FROM images ORDER BY created_at DESC, id').flatMap((row) => toImage(row) ?? []);
}

export function deleteImage(database: Database, id: string): void {
  database.transaction(() => {
    database.run('DELETE FROM image_names WHERE image_id = ?', id);
    database.run('DELETE FROM images WHERE id = ?', id);
  });
}

/** Gives the name to an image; another image that had it loses it. */
export function putImageName(database: Database, row: ImageNameRow): void {
  database.run(
    `INSERT INTO image_names (name, image_id, digest, updated_at) VALUES (?, ?, ?, ?)
     ON CONFLICT (name) DO UPDATE SET image_id = excluded.image_id, digest = excluded.digest, updated_at = excluded.updated_at`,
    row.name,
    row.imageId,
    row.digest,
    row.updatedAt,
  );
}

export function findImageName(database: Database, name: string): ImageNameRow | undefined {
  const row = database.get('SELECT * FROM image_names WHERE name = ?', name);
  return row && toName(row);
}

/** The names of one image, or all, sorted. */
export function listImageNames(database: Database, imageId?: string): readonly ImageNameRow[] {
  if (imageId === undefined) return database.all('SELECT * FROM image_names ORDER BY name').map(toName);
  return database.all('SELECT * FROM image_names WHERE image_id = ? ORDER BY name', imageId).map(toName);
}

export function deleteImageName(database: Database, name: string): boolean {
  return database.run('DELETE FROM image_names WHERE name = ?', name) > 0;
}

export function putLayer(database: Database, layer: LayerRow): void {
  database.run(
    'INSERT OR REPLACE INTO layers (diff_id, size, created_at) VALUES (?, ?, ?)',
    layer.diffId,
    layer.sizeBytes,
    layer.createdAt,
  );
}

export function findLayer(database: Database, diffId: string): LayerRow | undefined {
  const row = database.get('SELECT * FROM layers WHERE diff_id = ?', diffId);
  return row && toLayer(row);
}

export function listLayers(database: Database): readonly LayerRow[] {
  return database.all('SELECT * FROM layers ORDER BY diff_id').map(toLayer);
}

export function deleteLayer(database: Database, diffId: string): void {
  database.run('DELETE FROM layers WHERE diff_id = ?', diffId);
}

function toImage(row: Row | undefined): ImageRow | undefined {
  if (!row) return undefined;
  return {
    id: String(row.id),
    config: toBuffer(row.config) ?? Buffer.alloc(0),
    manifest: toBuffer(row.manifest),
    layers: JSON.parse(String(row.layers)),
    sizeBytes: Number(row.size),
    createdAt: Number(row.created_at),
    buildInputs: row.build_inputs === null ? null : String(row.build_inputs),
  };
}

function toName(row: Row): ImageNameRow {
  return {
    name: String(row.name),
    imageId: String(row.image_id),
    digest: row.digest === null ? null : String(row.digest),
    updatedAt: Number(row.updated_at),
  };
}

function toLayer(row: Row): LayerRow {
  return { diffId: String(row.diff_id), sizeBytes: Number(row.size), createdAt: Number(row.created_at) };
}

function toBuffer(value: unknown): Buffer | null {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : null;
}
