import { ForgeReporter } from '../../../src/agent/forges/forge-reporter.ts';
import type { ForgeKind, ForgeSettings } from '../../../src/agent/forges/forge-settings.ts';
import { sendRequest } from '../../../src/agent/outgoing/send-request.ts';
import type { WireError } from '../../../src/core/errors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeForge } from './fake-forge.ts';

/** A forge and who reports to it, with a clock that stands. */
export class ForgeRig implements AsyncDisposable {
  readonly clock = new FakeClock();
  readonly forge: FakeForge;
  readonly reporter: ForgeReporter;
  readonly lost: WireError[] = [];
  /** What the file of the token holds. */
  token: string;

  private constructor(forge: FakeForge, settings: ForgeSettings) {
    this.forge = forge;
    this.token = forge.token;
    this.reporter = new ForgeReporter({
      forges: [settings],
      declared: () => null,
      host: 'web-1',
      readSecret: async () => this.token,
      send: sendRequest,
      clock: this.clock,
      random: () => 0.5,
      onLost: (why) => this.lost.push(why),
    });
  }

  static async start(kind: ForgeKind = 'github', change: Partial<ForgeSettings> = {}): Promise<ForgeRig> {
    const forge = await FakeForge.start(kind);
    const { api } = forge;
    const repositories = ['git.example.org/**'];
    return new ForgeRig(forge, {
      ...{ kind, api, repositories, tokenFile: '/token', statuses: true, comments: true },
      ...change,
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.reporter[Symbol.dispose]();
    await this.forge[Symbol.asyncDispose]();
  }
}
