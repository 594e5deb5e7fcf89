// Paths inside a layer: bytes as latin1 strings, relative, without `.`, `..`, double or trailing slashes; the root is ''.
import { ImageError } from '../../../core/errors.ts';
import { printable } from '../../../oci/tar-reader.ts';

const WHITEOUT_PREFIX = '.wh.';
const OPAQUE_MARKER = '.wh..wh..opq';
const RESERVED_PREFIX = '.wh..wh.';

export type LayerPath = { readonly path: string; readonly parent: string; readonly name: string };

/** What a name of an archive means: an entry, the removal of a lower one, or the hiding of all of a directory's lower ones. */
export type LayerName =
  | ({ readonly kind: 'entry' } & LayerPath)
  | ({ readonly kind: 'whiteout' } & LayerPath)
  | { readonly kind: 'opaque'; readonly path: string }
  | { readonly kind: 'reserved' };

/** Reads the name of an archive's entry as image-spec layer.md says. ImageError `unsafe-layer` if it leaves the layer. */
export function parseLayerName(written: string): LayerName {
  const location = parseLayerPath(written);
  if (location.name === OPAQUE_MARKER) return { kind: 'opaque', path: location.parent };
  // aufs kept its own books under this prefix; they never were content.
  if (location.name.startsWith(RESERVED_PREFIX)) return { kind: 'reserved' };
  if (!location.name.startsWith(WHITEOUT_PREFIX)) return { kind: 'entry', ...location };
  const name = location.name.slice(WHITEOUT_PREFIX.length);
  if (name === '' || name === '.' || name === '..') throw unsafe(written, 'it is a whiteout of nothing');
  return { kind: 'whiteout', parent: location.parent, name, path: joinPath(location.parent, name) };
}

/** Normalises a path of an archive; an absolute one counts from the layer's root. */
export function parseLayerPath(written: string): LayerPath {
  const parts: string[] = [];
  for (const part of written.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) throw unsafe(written, 'it leads out of the layer');
  }
  const name = parts.at(-1) ?? '';
  return { path: parts.join('/'), parent: parts.slice(0, -1).join('/'), name };
}

/** The bytes of a path for a system call. */
export function encodePath(path: string): Buffer {
  return Buffer.from(`${path}\0`, 'latin1');
}

function joinPath(parent: string, name: string): string {
  return parent === '' ? name : `${parent}/${name}`;
}

function unsafe(written: string, why: string): ImageError {
  return new ImageError('unsafe-layer', { message: `refusing the layer's entry "${printable(written)}": ${why}` });
}
