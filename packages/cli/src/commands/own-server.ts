import { randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { DirectoryInUseError } from '@tael/checkout'
import type { Config } from '../config.ts'
import { fail } from '../output.ts'
import type { Server } from './public-server.ts'
import { openCheckout, readConfig } from './serve.ts'

/** The server that runs on the embedded database, or else one that is opened for this call. */
export async function ownServer(): Promise<Server> {
  const config = readConfig()
  const operatorKey = config.operatorKey ?? randomBytes(24).toString('base64')
  try {
    const { checkout, database } = await openCheckout({ ...config, operatorKey, logLevel: 'error' })
    return {
      url: config.publicUrl,
      token: operatorKey,
      fetch: checkout.fetch,
      close: () => database.close(),
    }
  } catch (error) {
    if (!(error instanceof DirectoryInUseError)) throw error
    return runningServer(config)
  }
}

/** A running server holds the embedded database, so the command asks that server. */
function runningServer(config: Config): Server {
  const url = localUrl(config)
  const { operatorKey } = config
  if (operatorKey === undefined) {
    return fail(
      'configuration',
      `A server runs on this data directory, so this command asks it, at ${url}, with TAEL_OPERATOR_KEY: set it here as it is set there.`,
    )
  }
  return {
    url,
    token: operatorKey,
    fetch: (request) =>
      fetch(request).catch(() =>
        fail(
          'configuration',
          `A process uses this data directory, and nothing answers at ${url}. If it is a server, set TAEL_HOST and TAEL_PORT here as they are set there.`,
        ),
      ),
    close: () => Promise.resolve(),
  }
}

/** Where this machine reaches a server of its own. */
export function localUrl({ host, port }: Pick<Config, 'host' | 'port'>): string {
  const address = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host
  return `http://${isIPv6(address) ? `[${address}]` : address}:${port}`
}
