/** Thrown by the sandbox's `fetch` where the connection breaks, as a fault asks it to or because the caller hung up; a real `fetch` fails the same way. */
export class ConnectionCut extends TypeError {
  override readonly name = 'ConnectionCut'

  constructor(options?: ErrorOptions) {
    super('fetch failed: the connection was cut', options)
  }
}
