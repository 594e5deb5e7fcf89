// The stack of the failpoint runs: five services that are replaced in different ways.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the image of all services is built from. */
export function writeImage(directory: string): void {
  const context = join(directory, 'image');
  mkdirSync(context);
  const dockerfile = [
    'FROM scratch',
    'COPY --from=host busybox /bin/busybox',
    'COPY --from=host busybox /bin/sh',
    'COPY page /www/index.html',
    'RUN ["/bin/busybox", "--install", "-s", "/bin"]',
    'CMD ["sh", "-c", "trap \'exit 0\' TERM; httpd -h /www; while :; do sleep 0.1; done"]',
  ];
  writeFileSync(join(context, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
  writeFileSync(join(context, 'page'), 'page\n');
}

const CHECK = `test "$$LEVEL" != bad && wget -q -O /dev/null http://localhost/`;

export type FailpointStack = {
  /** `bad` never gets healthy. */
  readonly level: 'one' | 'two' | 'bad';
  readonly isTried?: boolean;
  readonly isBlueGreen?: boolean;
};

const HOOKS = ['    post_start: [{command: "true"}]', '    pre_stop: [{command: "true"}]'];

/** One of the five is stopped first and kept until the new one is ready, one has two replicas that are replaced one by one. */
export function writeStack(directory: string, { level, isTried, isBlueGreen }: FailpointStack): void {
  const services = [1, 2, 3, 4, 5].map((number) =>
    [
      `  s${number}:`,
      '    image: failpoints',
      `    environment: {LEVEL: ${level}}`,
      '    stop_grace_period: 2s',
      ...(number === 1 ? ['    build: {context: image, additional_contexts: {host: /bin}}'] : []),
      ...(number === 2 ? ['    volumes: ["data:/data", "/anonymous"]'] : []),
      ...(number === 2 || number === 3 ? [`    healthcheck: {test: '${CHECK}', interval: 50ms}`] : []),
      ...(number === 3 ? ['    scale: 2', '    deploy: {update_config: {order: start-first, delay: 20ms}}'] : []),
      ...(number === 3 && isTried ? ['    x-dockr: {canary: {share: 20%}}'] : []),
      ...(number === 5 ? HOOKS : []),
      ...(number === 4 ? ['    depends_on: {s3: {condition: service_healthy}}'] : []),
      ...(number === 5 ? ['    depends_on: [s4]'] : []),
    ].join('\n'),
  );
  const strategy = isBlueGreen ? ['x-dockr: {update: {strategy: blue-green}}'] : [];
  const text = ['name: failpoints', ...strategy, 'services:', ...services, 'volumes:', '  data:', ''].join('\n');
  writeFileSync(join(directory, 'stack.yml'), text);
}
