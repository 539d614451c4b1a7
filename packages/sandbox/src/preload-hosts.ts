import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import tls from 'node:tls'
import { isSandboxHost } from './is-sandbox-host.ts'

/*
 * A preload, `node --import @tael/sandbox/hosts server.js`: what that process sends over https to WeChat
 * and QFPay goes to the sandbox at SANDBOX_URL, over fetch, node:https and what is built on them.
 */

const sandbox = new URL(process.env['SANDBOX_URL'] ?? 'http://127.0.0.1:4010')
const connectAsBefore = tls.connect.bind(tls) as (...given: readonly unknown[]) => tls.TLSSocket

// Every client ends here, whatever its name, so no library has to know the sandbox.
Object.assign(tls, {
  connect: (...given: readonly unknown[]): net.Socket =>
    isSandboxHost(hostOf(given)) ? connectToSandbox(given.at(-1)) : connectAsBefore(...given),
})
syncBuiltinESMExports()
process.stderr.write(
  `Play money: requests to WeChat (*.weixin.qq.com) and QFPay (*.qfapi.com, *.qfpay.com) go to the sandbox at ${sandbox.origin}\n`,
)

/** Of `connect(options)` or `connect(port, host, options)`; empty if it names none. */
function hostOf(given: readonly unknown[]): string {
  const named = given.map((one) =>
    typeof one === 'object' && one !== null && 'host' in one ? one.host : one,
  )
  return named.find((one) => typeof one === 'string') ?? ''
}

/** A plain connection that answers a client's questions like an encrypted one. */
function connectToSandbox(whenSecure: unknown): net.Socket {
  const port = sandbox.port === '' ? 80 : Number(sandbox.port)
  const socket = net.connect({ host: sandbox.hostname.replace(/^\[|\]$/g, ''), port })
  if (isListener(whenSecure)) socket.once('secureConnect', whenSecure)
  socket.once('connect', () => socket.emit('secureConnect'))
  return Object.assign(socket, { encrypted: true, authorized: true, alpnProtocol: false })
}

function isListener(given: unknown): given is () => void {
  return typeof given === 'function'
}
