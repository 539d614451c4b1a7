import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/**
 * How a connection is silent: what is sent is taken and lost, as behind a fail-over or a stuck
 * pooler; or it is not even taken.
 */
type Silence = 'swallows' | 'stalls'

/** A proxy of real sockets before a server, which can stop forwarding and keep every socket open. */
export interface SilentProxy {
  /** The server's address, through the proxy. */
  readonly url: string
  /** From now on nothing passes on the open connections, silently. */
  readonly silence: (how: Silence) => void
  /** Whether new connections are forwarded, as they are at first, or get no answer either. */
  readonly answersNew: (answers: boolean) => void
  readonly close: () => Promise<void>
}

export async function openSilentProxy(server: string): Promise<SilentProxy> {
  const target = new URL(server)
  const open = new Set<Pair>()
  let isAnswering = true

  // Half-open: not even that one side has hung up is passed on when nothing is.
  const proxy = createServer({ allowHalfOpen: true }, (near) => {
    const far = connect({ host: target.hostname, port: Number(target.port), allowHalfOpen: true })
    const pair = join(near, far)
    if (!isAnswering) pair.silence('swallows')
    open.add(pair)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  const url = new URL(server)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)

  return {
    url: url.href,
    silence(how) {
      for (const pair of open) pair.silence(how)
    },
    answersNew(answers) {
      isAnswering = answers
    },
    async close() {
      const closed = once(proxy, 'close')
      proxy.close()
      for (const pair of open) pair.cut()
      await closed
    },
  }
}

type Pair = { readonly silence: (how: Silence) => void; readonly cut: () => void }

function join(near: Socket, far: Socket): Pair {
  let silence: Silence | undefined
  const forward = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => silence === undefined && to.write(bytes))
    from.on('end', () => silence === undefined && to.end())
    from.on('error', () => undefined)
    from.on('close', () => silence === undefined && to.destroy())
  }
  forward(near, far)
  forward(far, near)
  return {
    silence(how) {
      silence ??= how
      if (how === 'stalls') for (const socket of [near, far]) socket.pause()
    },
    cut() {
      for (const socket of [near, far]) socket.destroy()
    },
  }
}
