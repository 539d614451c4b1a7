/** Headers that belong to one connection. */
const NOT_PASSED_ON = [
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'content-encoding',
]

/** The headers that a proxy passes on. */
export function passedOn(headers: Headers): Headers {
  const passed = new Headers(headers)
  NOT_PASSED_ON.forEach((name) => passed.delete(name))
  return passed
}
