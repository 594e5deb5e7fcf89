import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { getAttribute } from '../../../os/files.ts';

const PIECE_SIZE = 256 << 10;
const CAPABILITY = 'security.capability';

/** The digest of each file's content and capabilities. Blocks. */
export function hashFiles(paths: readonly string[]): readonly string[] {
  const scratch = Buffer.allocUnsafe(PIECE_SIZE);
  return paths.map((path) => hashFile(path, scratch));
}

function hashFile(path: string, scratch: Buffer): string {
  const hash = createHash('sha256');
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(fd).isFile()) return 'not a file any more';
    for (;;) {
      const count = readSync(fd, scratch);
      if (count === 0) break;
      hash.update(scratch.subarray(0, count));
    }
  } finally {
    closeSync(fd);
  }
  const capability = getAttribute(path, CAPABILITY);
  if (capability) hash.update(CAPABILITY).update(capability);
  return hash.digest('hex');
}
