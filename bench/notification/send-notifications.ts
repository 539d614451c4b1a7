import { connect, type Socket } from 'node:net'
import type { Delivery } from '@tael/sandbox'

const ACKNOWLEDGED = /^HTTP\/1\.1 200 [^]*\r\n\r\nSUCCESS$/
const REFUSED = /^HTTP\/1\.1 [^2]/

/** Sends what QFPay has signed over several connections, with no client in between: the time is to be the receiver's. */
export async function sendAll(deliveries: readonly Delivery[], connections: number): Promise<void> {
  const requests = deliveries.map(requestOf)
  const { hostname, port } = new URL(deliveries[0]?.url ?? '')
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true })
      for (let next = requests.pop(); next !== undefined; next = requests.pop()) {
        await send(socket, next)
      }
      socket.destroy()
    }),
  )
}

function requestOf({ url, body, signature }: Delivery): string {
  const { host, pathname } = new URL(url)
  return [
    `POST ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Content-Type: application/json',
    `X-QF-SIGN: ${signature}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n')
}

function send(socket: Socket, request: string): Promise<undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>()
  let answer = ''
  const settle = (): void => void socket.off('data', hear).off('close', fail)
  const fail = (): void => {
    settle()
    reject(new Error(`A notification was not acknowledged: ${answer}`))
  }
  const hear = (chunk: Buffer): void => {
    answer += chunk.toString('latin1')
    if (REFUSED.test(answer)) fail()
    if (!ACKNOWLEDGED.test(answer)) return
    settle()
    resolve(undefined)
  }
  socket.on('data', hear).on('close', fail).write(request)
  return promise
}
