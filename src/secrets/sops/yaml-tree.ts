// SOPS in YAML. Comments go: the MAC is not about them, so that anybody may have written them.
import { editYaml, type YamlLeaf } from '../../stack/edit-yaml.ts';
import { isGoTime, resolveGoScalar } from './go-number.ts';
import { type PlainValue, SopsFormatError, type SopsLeaf, type SopsTree } from './sops-tree.ts';

const METADATA = 'sops';

/** Throws a SopsFormatError. */
export function parseSopsYaml(text: string): SopsTree {
  const yaml = editYaml(text);
  if (!yaml) throw new SopsFormatError('it is no YAML, or has aliases or tags, which SOPS does not write');
  const metadata = yaml.plain(METADATA);
  yaml.remove(METADATA);
  yaml.removeComments();
  return {
    format: 'yaml',
    metadata,
    leaves: yaml.leaves().flatMap(toLeaf),
    render: () => Buffer.from(yaml.render()),
  };
}

function toLeaf({ path, text, isPlain, set }: YamlLeaf): SopsLeaf[] {
  const macText = isPlain ? resolveGoScalar(text) : undefined;
  if (macText === null) return [];
  if (isPlain && isGoTime(text)) throw new SopsFormatError('it has a date that is neither encrypted nor quoted');
  const value: SopsLeaf['value'] = macText === undefined ? { kind: 'text', text } : { kind: 'other', macText };
  return [{ path, value, set: (plain) => set(toYaml(plain)) }];
}

function toYaml(value: PlainValue): string | number | bigint | boolean {
  if (value.kind === 'boolean') return value.value;
  if (value.kind === 'text') return value.text;
  return /^[-+]?\d+$/.test(value.text) ? BigInt(value.text) : Number(value.text);
}
