/*
 * Where everything is in the store. The version is that of the schema: a daemon leaves other versions alone.
 *
 * /dockr/v1/
 *   store                               random; another one means that it is another store, however alike
 *   hosts/<node>                        HostRecord       under the host's lease
 *   keyring                             KeyRing          what keys between hosts are derived from, of encrypted networks
 *   holders/<node>                      Holder           under the host's lease: takes packets that are encrypted
 *   networks/<name>                     NetworkRecord    until the last user is gone
 *   users/<network id>/<node>           empty            under the host's lease: the host uses the network
 *   addresses/<network id>/<address>    AddressRecord    under the host's lease: whose the address is
 *   endpoints/<network id>/<container>  EndpointRecord   under the host's lease: who can be reached where
 *
 * Values are JSON. What stands for a name is percent-encoded; addresses are in their one shortest form.
 */

const ROOT = '/dockr/v1/';

export const STORE_KEY = `${ROOT}store`;
export const KEY_RING_KEY = `${ROOT}keyring`;
export const HOLDERS_PREFIX = `${ROOT}holders/`;
export const HOSTS_PREFIX = `${ROOT}hosts/`;
export const NETWORKS_PREFIX = `${ROOT}networks/`;
export const USERS_PREFIX = `${ROOT}users/`;
export const ADDRESSES_PREFIX = `${ROOT}addresses/`;
export const ENDPOINTS_PREFIX = `${ROOT}endpoints/`;

export function hostKey(node: string): string {
  return `${HOSTS_PREFIX}${encodeURIComponent(node)}`;
}

export function holderKey(node: string): string {
  return `${HOLDERS_PREFIX}${encodeURIComponent(node)}`;
}

export function networkKey(name: string): string {
  return `${NETWORKS_PREFIX}${encodeURIComponent(name)}`;
}

export function usersPrefix(networkId: string): string {
  return `${USERS_PREFIX}${encodeURIComponent(networkId)}/`;
}

export function userKey(networkId: string, node: string): string {
  return `${usersPrefix(networkId)}${encodeURIComponent(node)}`;
}

export function addressesPrefix(networkId: string): string {
  return `${ADDRESSES_PREFIX}${encodeURIComponent(networkId)}/`;
}

export function addressKey(networkId: string, address: string): string {
  return `${addressesPrefix(networkId)}${encodeURIComponent(address)}`;
}

export function endpointsPrefix(networkId: string): string {
  return `${ENDPOINTS_PREFIX}${encodeURIComponent(networkId)}/`;
}

export function endpointKey(networkId: string, container: string): string {
  return `${endpointsPrefix(networkId)}${encodeURIComponent(container)}`;
}

/** The names that a key has beneath a prefix: network id and address, say. Undefined if it is not such a key. */
export function namesBeneath(prefix: string, key: string): readonly string[] | undefined {
  if (!key.startsWith(prefix)) return undefined;
  try {
    return key.slice(prefix.length).split('/').map(decodeURIComponent);
  } catch {
    return undefined;
  }
}
