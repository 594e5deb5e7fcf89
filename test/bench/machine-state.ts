// What the peer's daemon leaves on the machine when it ends: its bridge and its iptables tables.
import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Links and tables of iptables, as they were at one time. */
export class MachineState {
  readonly #links: ReadonlySet<string>;
  readonly #tables: ReadonlySet<string>;

  private constructor(links: readonly string[], tables: readonly string[]) {
    this.#links = new Set(links);
    this.#tables = new Set(tables);
  }

  static async observe(): Promise<MachineState> {
    return new MachineState(dockerLinks(), await iptablesTables());
  }

  /** Removes what of that kind was not there then. */
  async restore(): Promise<void> {
    for (const link of dockerLinks()) if (!this.#links.has(link)) await run('ip', ['link', 'delete', link]);
    for (const table of await iptablesTables()) {
      if (!this.#tables.has(table)) await run('nft', ['delete', 'table', ...table.split(' ')]);
    }
  }
}

function dockerLinks(): readonly string[] {
  return readdirSync('/sys/class/net').filter((name) => /^(docker0|br-[0-9a-f]{12})$/.test(name));
}

/** Those that iptables makes, `ip filter` and the like; nobody else's. */
async function iptablesTables(): Promise<readonly string[]> {
  const { stdout } = await run('nft', ['list', 'tables']);
  const tables = stdout.split('\n').map((line) => line.replace(/^table /, ''));
  return tables.filter((table) => /^ip6? (filter|nat|mangle|raw|security)$/.test(table));
}
