// What a command declares.
import type { Declared } from '../../agent/declaration/declared.ts';
import type { DeployAddRequest } from '../../api/deployment-messages.ts';

export async function parseCommand({ text, file }: DeployAddRequest): Promise<Declared> {
  // Loaded when it is first needed: the daemon starts without it.
  const { parseDeclaration } = await import('../../agent/declaration/parse-declarations.ts');
  const { name, declaration } = parseDeclaration(file, Buffer.from(text));
  return { name, declaration, origin: { kind: 'command' } };
}
