// What an upgrade does about the database of the daemon, which only ever migrates forwards.
import { join } from 'node:path';
import { restoreSchema, schemaVersionOf } from '../store/restore-schema.ts';

/** Notes which schema it has now; the result brings it back to that, for the program that knows no newer one. */
export function rememberSchema(stateDirectory: string): () => void {
  const path = join(stateDirectory, 'dockr.db');
  const version = schemaVersionOf(path);
  return () => restoreSchema(path, version);
}
