import type { OverlayStore } from './overlay-store.ts';
import type { StoreConfiguration } from './store-configuration.ts';

/** The store of the configuration. Nothing is connected yet; what speaks to it is loaded now, and only now. */
export async function openStore(configuration: StoreConfiguration): Promise<OverlayStore> {
  const { EtcdStore } = await import('./etcd/etcd-store.ts');
  return new EtcdStore(configuration);
}
