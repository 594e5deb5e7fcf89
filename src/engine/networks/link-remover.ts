// Deleting a link waits for the kernel's readers to be done, 12-50 ms however many go at once. So links to delete are moved
// into one group, and the group is deleted on a pool thread; namespaces lose their names after that.
import { errorCode } from '../../core/errors.ts';
import { deleteLinkGroup, setLinkGroup } from '../../os/netlink-links.ts';
import { NetlinkSocket } from '../../os/netlink-socket.ts';
import { removeNetworkNamespace } from '../../os/network-namespace.ts';

const GONE = new Set(['ENODEV', 'ENXIO']);

export class LinkRemover implements Disposable {
  readonly #group: number;
  readonly #socket = new NetlinkSocket();
  #links = new Set<string>();
  #namespaces = new Set<string>();
  #work: Promise<void> | undefined;

  constructor(group: number) {
    this.#group = group;
  }

  /** Notes down what is to go at the next `flush`. */
  add(links: readonly string[], namespaces: readonly string[] = []): void {
    for (const link of links) this.#links.add(link);
    for (const namespace of namespaces) this.#namespaces.add(namespace);
  }

  /** Resolves when all that was noted down is gone. Those who call while one deletion runs share the next. */
  async flush(): Promise<void> {
    while (this.#work) await this.#work.catch(() => undefined);
    if (this.#links.size + this.#namespaces.size === 0) return;
    const [links, namespaces] = [this.#links, this.#namespaces];
    this.#links = new Set();
    this.#namespaces = new Set();
    this.#work = this.#remove([...links], [...namespaces]).finally(() => {
      this.#work = undefined;
    });
    await this.#work;
  }

  [Symbol.dispose](): void {
    this.#socket[Symbol.dispose]();
  }

  async #remove(links: readonly string[], namespaces: readonly string[]): Promise<void> {
    const doomed = links.filter((link) => this.#doom(link));
    if (doomed.length > 0) {
      await this.#socket.requestAsync([deleteLinkGroup(this.#group)]).catch((error: unknown) => {
        if (!GONE.has(errorCode(error) ?? '')) throw error;
      });
    }
    for (const namespace of namespaces) removeNetworkNamespace(namespace);
  }

  #doom(link: string): boolean {
    try {
      this.#socket.request([setLinkGroup(link, this.#group)]);
      return true;
    } catch (error) {
      if (GONE.has(errorCode(error) ?? '')) return false;
      throw error;
    }
  }
}
