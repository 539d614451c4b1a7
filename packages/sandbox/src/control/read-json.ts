import { ControlError } from './control-error.ts'

/** The JSON of a request; an empty body reads as an empty object. */
export async function readJson(request: Request): Promise<unknown> {
  const text = await request.text()
  if (text === '') return {}
  // Any page may post a form or plain text to this machine, but not JSON without a preflight.
  if (!/^application\/json\b/i.test(request.headers.get('content-type') ?? '')) {
    throw new ControlError({
      status: 415,
      code: 'not_json',
      message: 'The body is not declared as application/json.',
      hint: 'Send Content-Type: application/json.',
    })
  }
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new ControlError({
      status: 400,
      code: 'malformed_json',
      message: 'The body is not JSON.',
      hint: 'Check quotes and commas.',
    })
  }
}
