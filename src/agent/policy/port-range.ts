// Ranges of ports as a policy writes them.

export type PortRange = { readonly first: number; readonly last: number };

/** `80` or `8000-8999`; undefined for anything else. */
export function parsePortRange(text: string | number): PortRange | undefined {
  const [, from = '', to = from] = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(String(text)) ?? [];
  const range = { first: Number(from), last: Number(to) };
  return from !== '' && range.first >= 1 && range.first <= range.last && range.last <= 65_535 ? range : undefined;
}
