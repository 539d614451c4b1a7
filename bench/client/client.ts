import { hash } from 'node:crypto'
import { createQfpayClient } from '@tael/qfpay'
import { bench } from '../bench.ts'
import { interleave } from '../measure/interleave.ts'
import { compareRounds } from '../measure/result.ts'
import { answerAtOnce, CREDENTIALS, PARAMETERS, REQUEST } from './gateway-stub.ts'
import { INSTALL, openPeers } from './peers.ts'

/** One payment request: checked, signed, encoded, sent to a stub, its answer verified and read. */
export const client = bench({
  name: 'client',
  sizes: { rounds: 9, payments: 5_000 },
  async run({ rounds, payments }, say) {
    const qfpay = createQfpayClient({ ...CREDENTIALS, fetch: answerAtOnce, rateLimit: false })
    const peers = openPeers()
    const sides: Readonly<Record<string, () => Promise<unknown>>> = {
      '@tael/qfpay': () => qfpay.createPayment(REQUEST),
      'bare work': workBare,
      ...peers,
    }
    const measured = await interleave(sides, {
      rounds,
      say,
      measure: (work) => cpuOf(work, payments),
    })
    return {
      rows: compareRounds(measured, [
        { what: 'CPU of a payment request', unit: 'µs', of: (us: number) => us },
      ]),
      notes: Object.keys(peers).length > 0 ? [] : [`To measure others beside it: ${INSTALL}`],
    }
  },
})

/** Hashing, JSON and URL encoding of the same bytes, through the same stub, and nothing else. */
async function workBare(): Promise<boolean> {
  const text = Object.entries(PARAMETERS)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const sign = hash('md5', text + CREDENTIALS.clientKey).toUpperCase()
  const body = new URLSearchParams(PARAMETERS).toString()
  const answer = await answerAtOnce(CREDENTIALS.host, {
    method: 'POST',
    headers: { 'X-QF-APPCODE': CREDENTIALS.appCode, 'X-QF-SIGN': sign },
    body,
  })
  const said = await answer.text()
  const { respcd } = JSON.parse(said) as { readonly respcd: string }
  const expected = hash('md5', said + CREDENTIALS.clientKey).toUpperCase()
  return respcd === '0000' && answer.headers.get('x-qf-sign') === expected
}

/** Microseconds of CPU time for each, one after the other. */
async function cpuOf(work: () => Promise<unknown>, times: number): Promise<number> {
  const before = process.cpuUsage()
  for (let done = 0; done < times; done++) await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / times
}
