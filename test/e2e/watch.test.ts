// examples/watch: a web app that is developed in its container.
import { describe } from 'node:test';
import { findFreePort } from '../support/test-root.ts';
import { needsEngine, Scenario } from './scenario.ts';
import { describeWatching } from './watch-cases.ts';
import { WatchedApp } from './watched-app.ts';

describe('the example watch', needsEngine, () => {
  describeWatching(async () => {
    const scenario = await Scenario.open();
    const app = new WatchedApp({
      dockr: scenario.dockr,
      folder: scenario.copyExample('watch'),
      port: await findFreePort(),
    });
    return Object.assign(app, { [Symbol.asyncDispose]: () => scenario[Symbol.asyncDispose]() });
  });
});
