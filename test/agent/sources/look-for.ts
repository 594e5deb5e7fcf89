// Looks for a text where a secret must not be: in processes, and on disk.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** This process' children and theirs. */
export function descendants(pid = process.pid): readonly number[] {
  const tasks = readOr(() => readdirSync(`/proc/${pid}/task`), []);
  const children = tasks.flatMap((task) =>
    readOr(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'), '')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** `git-remote-http argv`: where one of the texts is in what others see of the processes. */
export function findInProcesses(texts: readonly string[], pids = descendants()): readonly string[] {
  return pids.flatMap((pid) => {
    const name = readOr(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim(), '');
    return (['cmdline', 'environ'] as const).flatMap((file) => {
      const content = readOr(() => readFileSync(`/proc/${pid}/${file}`, 'latin1'), '');
      return texts.some((text) => content.includes(text)) ? [`${name} ${file}`] : [];
    });
  });
}

/** Paths of files beneath a folder that have one of the texts in them or in their names. */
export function findOnDisk(texts: readonly string[], folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => {
    const path = join(folder, name);
    const isFile = readOr(() => statSync(path).isFile(), false);
    const content = isFile ? readOr(() => readFileSync(path, 'latin1'), '') : '';
    return texts.some((text) => content.includes(text) || name.includes(text));
  });
}

/** A process or a file may be gone by now; files of the kernel may have nothing to read. */
function readOr<T>(read: () => T, otherwise: T): T {
  try {
    return read();
  } catch {
    return otherwise;
  }
}
