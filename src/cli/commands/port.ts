import { UsageError } from '../../core/errors.ts';
import { formatPorts } from '../../ui/container-table.ts';
import { defineCommand } from '../command.ts';
import { EXIT } from '../exit-codes.ts';
import { toLines } from '../listing.ts';
import { parseCount } from '../parse-values.ts';
import { findStackName } from '../project.ts';
import { type Container, resolveContainer } from '../targets.ts';

export const command = defineCommand({
  name: 'port',
  summary: 'Show where a port of a container is published',
  arguments: [
    {
      name: 'service',
      summary: 'a service of the stack, or a container by name',
      required: true,
      completes: 'service',
    },
    { name: 'port', summary: 'the port inside the container; all if none is named' },
  ],
  options: {
    protocol: { kind: 'choice', values: ['tcp', 'udp', 'sctp'], summary: 'Protocol, tcp by default' },
    index: { kind: 'text', value: 'N', summary: 'Which container of the service' },
  },
  examples: [{ line: 'dockr port web 80', says: '0.0.0.0:8080, for example' }],
  run: async (cli, { options, operands }) => {
    const [word = '', portText] = operands;
    const stack = await findStackName(cli);
    const client = await cli.connect();
    const container = await resolveContainer(client, { stack, word, index: options.index });
    if (portText === undefined) {
      cli.output.stdout.write(container.ports.map((port) => `${formatPorts([port])}\n`).join(''));
      return EXIT.done;
    }
    const [number = '', protocol = options.protocol ?? 'tcp'] = portText.split('/');
    const port = parseCount(number, 'port', 65535);
    cli.output.stdout.write(toLines(addressesOf(container, port, protocol)));
    return EXIT.done;
  },
});

function addressesOf(container: Container, port: number, protocol: string): readonly string[] {
  const found = container.ports.filter((one) => one.containerPort === port && one.protocol === protocol);
  if (found.length > 0) {
    return found.map(({ hostIp, hostPort }) => `${hostIp.includes(':') ? `[${hostIp}]` : hostIp}:${hostPort}`);
  }
  throw new UsageError('port-not-published', {
    message: `container "${container.name}" does not publish port ${port}/${protocol}`,
    hint: container.ports.length > 0 ? `it publishes ${formatPorts(container.ports)}` : 'it publishes no port',
  });
}
