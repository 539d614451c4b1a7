import { connect } from 'node:net'
import { PATIENCE_MS } from '@tael/testing/patience'
import type { RawRequest } from './requests.ts'

/** What came back: a status, that the connection ended without one, or that nothing came at all. */
export type RawAnswer = number | 'closed' | 'hung'

/** Sends a request byte by byte as it is, over a connection of its own. */
export function sendRaw(url: string, request: RawRequest): Promise<RawAnswer> {
  const { hostname, port, host } = new URL(url)
  const { promise, resolve } = Promise.withResolvers<RawAnswer>()
  const socket = connect({ host: hostname, port: Number(port) })
  let head = ''
  const finish = (answer: RawAnswer): void => {
    socket.destroy()
    resolve(answer)
  }
  socket.setTimeout(PATIENCE_MS, () => finish('hung'))
  socket.on('data', (bytes) => {
    head += bytes.toString('latin1', 0, 100)
    // "100 Continue" is not an answer yet; the body has left already.
    const status = /^(?:HTTP\/1\.1 100 [^\r]*\r\n\r\n)?HTTP\/1\.1 (?!100)(\d{3})/.exec(head)?.[1]
    if (status !== undefined) finish(Number(status))
  })
  socket.on('end', () => finish('closed'))
  socket.on('error', () => finish('closed'))
  socket.on('connect', () => {
    for (const part of write(request, host)) socket.write(part)
    // Half a request ends with its sender; the server need not answer it, but must not mind.
    if (request.framing === 'half-sent') socket.end()
  })
  return promise
}

function write(
  { method, path, headers, body, framing }: RawRequest,
  host: string,
): (string | Uint8Array)[] {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, 'Connection: close']
  for (const [name, value] of headers) lines.push(`${name}: ${value}`)
  const head = (framed: string): string => `${[...lines, framed].join('\r\n')}\r\n\r\n`
  switch (framing) {
    case 'none':
      return [`${lines.join('\r\n')}\r\n\r\n`]
    case 'chunked':
      return [
        head('Transfer-Encoding: chunked'),
        ...(body.length === 0 ? [] : [`${body.length.toString(16)}\r\n`, body, '\r\n']),
        '0\r\n\r\n',
      ]
    case 'content-length':
      return [head(`Content-Length: ${body.length}`), body]
    case 'half-sent':
      return [head(`Content-Length: ${body.length + 1}`), body]
  }
}
