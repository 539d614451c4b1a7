import http from 'node:http'
import type { Cross, Occasion } from './cross.ts'

/** Watches what comes in over HTTP, and the answers on their way out. */
export function watchAnswers(occasion: Occasion, cross: Cross): void {
  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const emit = http.Server.prototype.emit as (...args: unknown[]) => boolean
  http.Server.prototype.emit = function (this: http.Server, event: string, ...args: unknown[]) {
    const [request] = args
    if (event !== 'request' || !(request instanceof http.IncomingMessage)) {
      return emit.call(this, event, ...args)
    }
    return occasion.run(nameOf(request), () => {
      cross('it has come')
      return emit.call(this, event, ...args)
    })
  }

  // oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
  const end = http.ServerResponse.prototype.end as (...args: unknown[]) => http.ServerResponse
  http.ServerResponse.prototype.end = function (this: http.ServerResponse, ...args: unknown[]) {
    const { statusCode } = this
    cross(`before it is answered ${statusCode}`)
    const crossAfter = occasion.getStore()
    this.once('finish', () => {
      if (crossAfter === undefined) return
      occasion.run(crossAfter, () => cross(`after it was answered ${statusCode}`))
    })
    return end.apply(this, args)
  }
}

function nameOf({ method = '', url = '' }: http.IncomingMessage): string {
  const path = (url.split('?')[0] ?? '')
    .replace(/\b[a-z]{3}_[0-9a-z]{20,}/g, '{id}')
    .replace(/(authorized\/)[^/]+/, '$1{state}')
  return `${method} ${path}`
}
