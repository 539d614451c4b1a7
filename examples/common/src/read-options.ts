import { parseArgs } from 'node:util'

export type Flow = 'own-account' | 'qfpay-account'

/** What `npm start` was told. */
export type Options = {
  readonly flow: Flow
  readonly level: 'error' | 'info' | 'debug'
  readonly port: number
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      /** How payers reach WeChat's payment module: method 1 is own-account, method 2 qfpay-account. */
      flow: { type: 'string', default: 'qfpay-account' },
      log: { type: 'string', default: 'error' },
      /** The checkout's; the sandbox and the example take the tenth and the twentieth after it. */
      port: { type: 'string', default: '4000' },
    },
  })
  const { flow, log: level } = values
  if (flow !== 'qfpay-account' && flow !== 'own-account') {
    throw new Error('--flow is qfpay-account (method 2) or own-account (method 1)')
  }
  if (level !== 'error' && level !== 'info' && level !== 'debug') {
    throw new Error('--log is error, info or debug')
  }
  const port = Number(values.port)
  if (!Number.isInteger(port) || port < 1 || port > 65_515) {
    throw new Error('--port is a port, from 1 to 65515')
  }
  return { flow, level, port }
}
