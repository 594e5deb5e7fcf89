// What the services of a stack share: networks, volumes, secrets, configs, models.
import type { Extensions, Written } from './extensions.ts';

export type StackModel = {
  readonly name?: string;
  readonly model: string;
  readonly contextSize?: number;
  readonly runtimeFlags?: readonly string[];
  readonly extensions?: Extensions;
};

export type StackNetwork = {
  /** The engine's name of the network: `<stack>_<key>` unless the file says otherwise. */
  readonly name: string;
  readonly external: boolean;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly internal: boolean;
  readonly attachable: boolean;
  readonly enableIpv6: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly subnets: readonly Subnet[];
  readonly enableIpv4?: boolean;
  readonly ipamDriver?: string;
  readonly ipamOptions?: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
  readonly written?: Written;
};

export type Subnet = {
  readonly subnet?: string;
  readonly gateway?: string;
  readonly ipRange?: string;
  /** Addresses that are taken, by host name. */
  readonly auxAddresses?: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
};

export type StackVolume = {
  readonly name: string;
  readonly external: boolean;
  readonly driver: string;
  readonly driverOptions: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  readonly extensions?: Extensions;
  readonly written?: Written;
};

/** Where the bytes of a secret or config come from. */
export type StackFile = {
  readonly name: string;
  readonly origin: StackFileOrigin;
  readonly labels?: Readonly<Record<string, string>>;
  readonly driver?: string;
  readonly driverOptions?: Readonly<Record<string, string>>;
  readonly templateDriver?: string;
  readonly extensions?: Extensions;
};

/** Where a secret came from, which may be shown. */
export type SecretSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'provider'; readonly provider: string };

/** `environment` and `content` are resolved at load. */
export type StackFileOrigin =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'content';
      readonly content: string;
      /** The variable it came from: then the content is not for showing. */
      readonly variable?: string;
    }
  /** What was encrypted, or what a provider of secrets gave: never for showing. */
  | { readonly kind: 'value'; readonly from: SecretSource; readonly base64: string }
  /** To be asked of a provider that the host knows. */
  | { readonly kind: 'provider'; readonly provider: string }
  /** The commands that act refuse these: a variable that is not set, what a driver has, and what is not of the stack. */
  | { readonly kind: 'unset'; readonly variable: string }
  | { readonly kind: 'driver' }
  | { readonly kind: 'external' };
