import { connect } from 'node:net'
import { PATIENCE_MS } from './patience.ts'

/** Bytes as a client may write them, and how many answers it waits for before it hangs up. */
export type RawRequest = {
  readonly bytes: string
  readonly answers?: number
  /** Says that nothing more comes, and keeps listening. */
  readonly endsHere?: boolean
}

/** Writes bytes to a server and reads the statuses of its answers; what is missing after the connection ended is missing. */
export function askRaw(
  port: number,
  { bytes, answers = 1, endsHere = false }: RawRequest,
): Promise<readonly number[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly number[]>()
  const socket = connect(port, '127.0.0.1')
  let said = ''
  const finish = (): void => {
    socket.destroy()
    resolve(statusesIn(said))
  }
  socket.setTimeout(PATIENCE_MS, () => {
    socket.destroy()
    reject(new Error(`No answer to ${JSON.stringify(bytes)}, only ${JSON.stringify(said)}`))
  })
  socket.setEncoding('latin1')
  socket.on('data', (text) => {
    said += String(text)
    if (statusesIn(said).length >= answers) finish()
  })
  socket.on('error', finish)
  socket.on('close', finish)
  socket.write(bytes, 'latin1')
  if (endsHere) socket.end()
  return promise
}

/** Without `100 Continue`, which is not an answer yet. */
function statusesIn(said: string): readonly number[] {
  return [...said.matchAll(/HTTP\/1\.[01] (\d{3}) /g)]
    .map(([, status]) => Number(status))
    .filter((status) => status >= 200)
}
