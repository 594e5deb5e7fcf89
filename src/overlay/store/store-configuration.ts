import { StoreError } from './store-error.ts';

/** Where the store is, and who we are to it. Certificates and keys are PEM texts, not paths. */
export type StoreConfiguration = {
  /** `https://10.0.0.5:2379`, `http://[::1]:2379`; at least one. */
  readonly endpoints: readonly string[];
  readonly tls?: StoreTls | undefined;
  readonly user?: StoreUser | undefined;
};

export type StoreTls = {
  /** Whom to trust; without it, whom Node trusts. */
  readonly authority?: string | undefined;
  readonly client?: { readonly certificate: string; readonly key: string } | undefined;
  /** The name that certificates of the store have, where it is not that of the address. */
  readonly serverName?: string | undefined;
};

export type StoreUser = { readonly name: string; readonly password: string };

/** `target` is `host:port`, as a dialler wants it. */
export type EndpointAddress = { readonly url: string; readonly target: string; readonly isSecure: boolean };

/** The addresses of the endpoints; `store-bad-configuration` if one is not right. */
export function parseEndpoints(configuration: StoreConfiguration): readonly EndpointAddress[] {
  const addresses = configuration.endpoints.map(parseEndpoint);
  if (addresses.length === 0) throw badConfiguration('DOCKR_OVERLAY_STORE names no endpoint');
  if (configuration.tls && !addresses.every(({ isSecure }) => isSecure))
    throw badConfiguration(
      'certificates are given, but not every endpoint of DOCKR_OVERLAY_STORE begins with "https://"',
    );
  return addresses;
}

function parseEndpoint(text: string): EndpointAddress {
  const url = URL.parse(text);
  const isPlain = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  if (!url || !isPlain || !['http:', 'https:'].includes(url.protocol))
    throw badConfiguration(`"${text}" in DOCKR_OVERLAY_STORE is not an address such as "https://10.0.0.5:2379"`);
  const isSecure = url.protocol === 'https:';
  // A URL leaves out the port that its scheme has by default.
  const port = url.port || (isSecure ? '443' : '80');
  return { url: `${url.protocol}//${url.hostname}:${port}`, target: `${url.hostname}:${port}`, isSecure };
}

function badConfiguration(message: string): StoreError {
  return new StoreError('store-bad-configuration', { message });
}
