/** Thrown by the sandbox's `fetch` where the connection breaks; a real `fetch` fails the same way. */
export class ConnectionCut extends TypeError {
  override readonly name = 'ConnectionCut'

  constructor() {
    super('fetch failed: the sandbox cut the connection, as a fault asked it to')
  }
}
