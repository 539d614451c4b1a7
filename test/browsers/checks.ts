import { createRandom } from '@tael/testing/random'
import type { Browser, Kind, Tab } from './browser.ts'
import { payerAtPage } from './payer-at-page.ts'
import { checkSamplePage, openSamplePages, SAMPLE_PATHS, type SamplePages } from './sample-pages.ts'
import { PHONE_STEPS, STEPS, type Step } from './steps.ts'
import { openWorld, type World } from './world.ts'

/** What every check needs, in any browser. */
export type Stage = {
  readonly world: World
  readonly samples: SamplePages
  readonly close: () => Promise<void>
}

export type Check = {
  readonly kind: 'page' | 'step'
  readonly name: string
  /** What is wrong; throws what it never saw. */
  readonly run: (
    browser: Browser,
    stage: Stage,
    /** Takes a picture of the page, if anybody wants one. */
    show: () => Promise<void>,
  ) => Promise<readonly string[]>
}

export async function openStage(): Promise<Stage> {
  const samples = await openSamplePages()
  try {
    const world = await openWorld()
    return {
      world,
      samples,
      async close() {
        await world.close()
        await samples.close()
      },
    }
  } catch (error) {
    await samples.close()
    throw error
  }
}

/** In an order that the seed decides, so that no check leans on the one before it. */
export function checksOf(kind: Kind, seed: number): readonly Check[] {
  const random = createRandom(seed, 'browsers')
  const steps = { ...STEPS, ...(kind.keepsCookiesInFrames && PHONE_STEPS) }
  return [...SAMPLE_PATHS.map(pageCheck), ...Object.entries(steps).map(stepCheck)]
    .map((check) => ({ check, place: random.next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ check }) => check)
}

function pageCheck(path: string): Check {
  return {
    kind: 'page',
    name: `the page ${path}`,
    async run({ tab }, { samples }, show) {
      const wrong = await checkSamplePage(tab, samples.origin + path, show)
      return [...wrong, ...(await wrongIn(tab))]
    },
  }
}

function stepCheck([name, live]: readonly [string, Step]): Check {
  return {
    kind: 'step',
    name,
    async run({ tab }, { world }) {
      await live(payerAtPage(tab, world), world)
      return wrongIn(tab)
    },
  }
}

/** What the pages themselves did wrong since somebody asked. */
async function wrongIn(tab: Tab): Promise<readonly string[]> {
  return (await tab.read('inPage.takeWrong()')) as readonly string[]
}
