import { createLog, systemClock, type LogLevel } from '@tael/checkout'
import { DEMO } from '@tael/sandbox'
import { say, untilStopped } from '../output.ts'
import { startDev } from '../start-dev.ts'

export type DevCommand = {
  readonly port: number
  readonly sandboxPort: number
  readonly site?: string
  readonly log: LogLevel
}

/** `tael dev`: everything a merchant's developer needs, offline; nothing is kept. */
export async function dev(options: DevCommand): Promise<void> {
  const site = options.site ?? 'http://127.0.0.1:3000'
  const running = await startDev({
    checkoutPort: options.port,
    sandboxPort: options.sandboxPort,
    returnOrigins: [new URL(site).origin],
    log: createLog({ clock: systemClock, level: options.log }),
  })
  const { checkoutUrl, sandboxUrl, apiKeys, operatorKey, inWechat } = running
  const order = { reference: 'order-1', amount: 1099, currency: 'HKD', return_url: inQuotes(site) }
  const stopped = untilStopped()
  say(`
Tael runs on this machine, on play money.

  Your site in WeChat    ${inWechat(site)}
  Operators' pages       ${checkoutUrl}/dashboard   key ${operatorKey}
  Merchant's API         ${checkoutUrl}/openapi.json
    method 2             ${apiKeys['qfpay-account']}
    method 1             ${apiKeys['own-account']}
    Canada               ${apiKeys.canada}
  QFPay's gateway        ${sandboxUrl}   app code ${DEMO.merchant.appCode}, client key ${DEMO.merchant.clientKey}

Create a payment, then open its url in the simulated WeChat:

  curl ${checkoutUrl}/v1/payments -H 'Authorization: Bearer ${apiKeys['qfpay-account']}' \\
    -H 'Content-Type: application/json' \\
    -d '${JSON.stringify(order)}'

Ctrl-C ends it.
`)
  await stopped
  await running.close()
}

/** An address that may stand between single quotes of a shell. */
function inQuotes(url: string): string {
  return new URL(url).href.replaceAll("'", '%27')
}
