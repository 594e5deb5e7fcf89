// A stack whose health, services and volume a test can choose.
import { readFileSync } from 'node:fs';

export type LoopStack = {
  readonly level: string;
  /** `never` fails its checks at once; `late` leaves it starting for minutes. */
  readonly health?: 'good' | 'never' | 'late';
  /** Beside `web`. */
  readonly others?: readonly string[];
  /** In place of the one that is built. */
  readonly image?: string;
};

const BUSYBOX = '/bin/busybox';

/** Files of a commit, with the stack in `stacks/shop`. */
export function loopStack({ level, health = 'good', others = [], image }: LoopStack) {
  const services = ['web', ...others].map((name) => serviceText(name, { level, health, image }));
  return {
    'stacks/shop/stack.yml': `services:\n${services.join('')}volumes:\n  data: {}\n`,
    'image/Dockerfile': 'FROM scratch\nCOPY busybox /busybox\n',
    'image/busybox': readFileSync(BUSYBOX),
  };
}

type ServiceText = Required<Pick<LoopStack, 'level' | 'health'>> & { readonly image: string | undefined };

function serviceText(name: string, { level, health, image }: ServiceText): string {
  const from = image === undefined ? 'build: ../../image' : `image: ${image}`;
  const check = health === 'good' ? 'true' : 'false';
  const patience = health === 'late' ? 'start_period: 300s' : 'start_period: 0s';
  return `  ${name}:
    ${from}
    command: ["/busybox", "sleep", "1000"]
    environment:
      LEVEL: ${level}
    stop_grace_period: 0s
    volumes:
      - data:/data
    healthcheck:
      test: ["CMD", "/busybox", "${check}"]
      interval: 200ms
      retries: 2
      ${patience}
`;
}
