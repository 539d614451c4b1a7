import { FLOWS, type CrashWorld } from './world.ts'

/** Payers and a merchant who keep going, all together, until they are stopped. */
export type Load = {
  /** Nobody begins anything new until `doIt` is done. */
  readonly restDuring: <Result>(doIt: () => Promise<Result>) => Promise<Result>
  /** Lets everybody finish what they have begun. Returns what nobody could finish, in words. */
  readonly stop: () => Promise<readonly string[]>
  /** Waits for nobody: the server has lost what they want. */
  readonly abandon: () => void
  readonly paid: () => number
}

const PRICE = 2_000

export function startLoad(world: CrashWorld, { payers }: { readonly payers: number }): Load {
  let isStopped = false
  let rested: Promise<unknown> = Promise.resolve()
  let paid = 0
  const failures: string[] = []

  async function payOnce(name: string, round: number): Promise<void> {
    const merchant = world.merchants[FLOWS[round % FLOWS.length] ?? FLOWS[0]]
    const payer = world.createPayer(name)
    const { id, url } = await merchant.createPayment(PRICE)
    await payer.open(url)
    await payer.confirm()
    paid += 1
    if (round % 3 === 0) await payer.comeBack()
    if (round % 4 !== 1) return
    await merchant.waitFor(id, ({ status }) => status === 'succeeded')
    await merchant.refund(id, 500)
  }

  const work = Array.from({ length: payers }, async (_, number) => {
    const name = `payer-${number}`
    world.sandbox.payers.put({ id: name, name })
    for (let round = number; !isStopped; round++) {
      await rested
      try {
        await payOnce(name, round)
      } catch (error) {
        failures.push(error instanceof Error ? error.message : String(error))
      }
    }
  })
  return {
    restDuring(doIt) {
      const done = doIt()
      rested = done.catch(() => undefined)
      return done
    },
    paid: () => paid,
    abandon() {
      isStopped = true
    },
    async stop() {
      isStopped = true
      await Promise.all(work)
      return failures
    },
  }
}
