/**
 * Asks the sandbox; throws an error with its own words when it refuses or does not answer.
 * @param {string} path
 * @param {unknown} [body] sent as JSON by POST when given
 * @param {string} [method]
 * @returns {Promise<any>}
 */
export async function askSandbox(path, body, method = body === undefined ? 'GET' : 'POST') {
  const answer = await fetch(path, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  const json = text === '' ? {} : JSON.parse(text)
  if (!answer.ok) {
    throw new Error(
      [json.error?.message ?? `HTTP ${answer.status}`, json.error?.hint].filter(Boolean).join(' '),
    )
  }
  return json
}
