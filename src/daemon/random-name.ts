import { randomInt } from 'node:crypto';

const ADJECTIVES =
  'able amber brave bright calm clear clever crisp eager early fair fleet fond fresh gentle glad golden grand green happy honest humble jolly keen kind light lively lucky merry mild neat noble patient plain proud quick quiet rapid ready royal sharp silent silver smooth steady still sunny swift tidy warm wise witty young'.split(
    ' ',
  );
const NOUNS =
  'anchor badger beacon birch bridge brook canyon cedar cliff cloud comet coral crane delta dune eagle ember falcon fern finch fjord forest gale garden glacier grove harbor hawk heron hill island juniper lagoon lark maple marsh meadow mesa moon oak ocean otter peak pine quarry raven reef ridge river robin sail sparrow spruce stone summit thrush tide valley willow wren'.split(
    ' ',
  );

/** `swift_otter`, free according to `isTaken`. */
export function randomName(isTaken: (name: string) => boolean): string {
  for (let attempt = 0; ; attempt++) {
    const name = `${ADJECTIVES[randomInt(ADJECTIVES.length)]}_${NOUNS[randomInt(NOUNS.length)]}${attempt < 5 ? '' : randomInt(1000)}`;
    if (!isTaken(name)) return name;
  }
}
