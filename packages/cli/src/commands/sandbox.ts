import { createSandbox, DEMO, serveSandbox } from '@tael/sandbox'
import { say, untilStopped } from '../output.ts'

export type SandboxCommand = {
  readonly port: number
  readonly host: string
  readonly appCode?: string
  readonly clientKey?: string
  readonly mchid?: string
  readonly notifyUrl?: string
  readonly allowRemote?: boolean
}

/** `tael sandbox`: QFPay's gateway and WeChat for a client in any language. */
export async function sandbox(options: SandboxCommand): Promise<void> {
  const { port, host, allowRemote = false, ...merchant } = options
  const running = createSandbox(merchant)
  const server = await serveSandbox({ sandbox: running, port, host, allowRemote })
  const stopped = untilStopped()
  say(`
QFPay's gateway and WeChat play on ${server.url}

  app code       ${merchant.appCode ?? DEMO.merchant.appCode}
  client key     ${merchant.clientKey === undefined ? DEMO.merchant.clientKey : '(yours)'}${merchant.mchid === undefined ? '' : `\n  mchid          ${merchant.mchid}`}
  WeChat         http://wechat.localhost:${new URL(server.url).port}/
  Control API    ${server.url}/_sandbox/scenarios

Ctrl-C ends it; nothing is kept.
`)
  await stopped
  await server.close()
  running.close()
}
