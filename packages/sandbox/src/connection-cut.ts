/** Thrown by the sandbox's `fetch` where the connection breaks, because of a fault or because the caller hung up; a real `fetch` fails in the same way. */
export class ConnectionCut extends TypeError {
  override readonly name = 'ConnectionCut'

  constructor(options?: ErrorOptions) {
    super('fetch failed: the connection was cut', options)
  }
}
