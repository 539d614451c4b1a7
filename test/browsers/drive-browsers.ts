import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CampaignOptions, Outcome } from '../prove/campaign.ts'
import type { Browser, Kind } from './browser.ts'
import { checkSelf } from './check-self.ts'
import { checksOf, openStage, type Check, type Stage } from './checks.ts'
import { firefox } from './firefox.ts'
import { webkit } from './webkit.ts'

export const KINDS: readonly Kind[] = [webkit, firefox]
const PHONE = [390, 844] as const

type Options = CampaignOptions & {
  /** A folder for a picture of every page. */
  readonly pictures?: string
}

/** What one browser was put through. */
export type Driven = {
  readonly browser: string
  readonly version?: string
  readonly pages: number
  readonly steps: number
  /** How often its driver went silent. */
  readonly restarts: number
  readonly broken: readonly string[]
  /** Why it, or a part of it, was not driven. */
  readonly notRun?: string
}

/** The payer's pages in each real browser that is on this machine. */
export async function driveBrowsers(options: CampaignOptions): Promise<Outcome> {
  return outcomeOf(await driveEach(options))
}

export async function driveEach(
  options: Options,
  kinds: readonly Kind[] = KINDS,
): Promise<readonly Driven[]> {
  const driven: Driven[] = []
  let opened: Promise<Stage> | undefined
  const stage = (): Promise<Stage> => (opened ??= openStage())
  try {
    for (const kind of kinds) {
      const found = kind.find()
      if ('start' in found) {
        driven.push(await drive({ kind, start: found.start, stage }, options))
      } else {
        options.say(`${kind.name}: ${found.lacks}`)
        const none = { pages: 0, steps: 0, restarts: 0, broken: [] }
        driven.push({ browser: kind.name, ...none, notRun: found.lacks })
      }
    }
  } finally {
    const last = await opened?.catch(() => undefined)
    await last?.close()
  }
  return driven
}

export function outcomeOf(driven: readonly Driven[]): Outcome {
  const done = driven
    .filter(({ version }) => version !== undefined)
    .map(({ browser, version = '', pages, steps, restarts }) => {
      const silences = restarts > 0 ? `, whose driver went silent ${restarts} times` : ''
      return `${pages} pages, ${steps} steps in ${browser} ${version}${silences}`
    })
  const notRun = driven.flatMap(({ browser, notRun: why }) =>
    why === undefined ? [] : [`${browser}: ${why}`],
  )
  return {
    done: done.join('; ') || 'nothing',
    broken: driven.flatMap(({ browser, broken }) => broken.map((what) => `${browser}: ${what}`)),
    ...(notRun.length > 0 && { notRun: notRun.join('; ') }),
  }
}

type Subject = {
  readonly kind: Kind
  readonly start: () => Promise<Browser>
  readonly stage: () => Promise<Stage>
}

/** The driver went silent in the middle of a check, of which nothing is known therefore. */
class DriverSilent extends Error {}

async function drive({ kind, start, stage }: Subject, options: Options): Promise<Driven> {
  const { name } = kind
  const { endAt, say } = options
  const checks = checksOf(kind, options.seed)
  const counts = { page: 0, step: 0 }
  const broken: string[] = []
  const current = startWhenNeeded(start)
  let version: string | undefined
  let left = 0
  let restarts = 0
  try {
    const first = await current.browser()
    version = first.version
    say(`${name} ${version}`)
    broken.push(...(await checkSelf(first.tab)))
    for (const [index, check] of checks.entries()) {
      if (performance.now() >= endAt) {
        left = checks.length - index
        break
      }
      const setting = await stage()
      const run = async (): Promise<readonly string[]> =>
        runCheck(check, await current.browser(), { stage: setting, options })
      const startedAt = performance.now()
      const wrong = await run().catch(async (error: unknown) => {
        if (!(error instanceof DriverSilent)) throw error
        say(`     ${name}: ${error.message}; the check starts over with a new one`)
        restarts += 1
        await current.close()
        return run().catch((second: unknown) => [messageOf(second)])
      })
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
      counts[check.kind] += 1
      say(`${wrong.length === 0 ? 'ok  ' : 'FAIL'} ${name}: ${check.name} (${seconds} s)`)
      if (wrong.length === 0) continue
      wrong.forEach((what) => say(`     ${what}`))
      broken.push(`${check.name}: ${wrong.join('; ')}`)
      // What it was in the middle of must not count against the next one.
      await current.close()
    }
  } catch (error) {
    broken.push(`it cannot be driven: ${messageOf(error)}`)
  } finally {
    await current.close()
  }
  return {
    browser: name,
    pages: counts.page,
    steps: counts.step,
    restarts,
    broken,
    ...(version !== undefined && { version }),
    ...(left > 0 && { notRun: `no time was left for ${left} checks` }),
  }
}

/** A browser that starts when a check needs one. */
function startWhenNeeded(start: () => Promise<Browser>) {
  let started: Browser | undefined
  return {
    async browser(): Promise<Browser> {
      return (started ??= await start())
    },
    async close(): Promise<void> {
      await started?.close()
      started = undefined
    },
  }
}

async function runCheck(
  check: Check,
  browser: Browser,
  { stage, options: { pictures } }: { readonly stage: Stage; readonly options: Options },
): Promise<readonly string[]> {
  const { name, tab } = browser
  const show = async (): Promise<void> => {
    if (pictures === undefined) return
    const file = `${name} ${check.name}.png`.replaceAll(/[ /]+/g, '-')
    await writeFile(join(pictures, file), await tab.picture())
  }
  try {
    const live = async (): Promise<readonly string[]> => {
      await tab.resize(...PHONE)
      return check.run(browser, stage, show)
    }
    const silent = browser.silence.then((command) => {
      throw new DriverSilent(`its driver does not answer ${command}`)
    })
    return [...new Set(await Promise.race([silent, live()]))]
  } catch (error) {
    if (error instanceof DriverSilent) throw error
    return [messageOf(error)]
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
