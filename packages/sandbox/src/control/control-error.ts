/** A control request that is impossible; over HTTP it has the one error shape. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  /** Stable snake_case name. */
  readonly code: string
  readonly hint: string
  readonly status: 400 | 403 | 404 | 409 | 413 | 415

  constructor({
    status,
    code,
    message,
    hint,
  }: Pick<ControlError, 'status' | 'code' | 'message' | 'hint'>) {
    super(message)
    this.status = status
    this.code = code
    this.hint = hint
  }
}

export function notFound(what: string, hint: string): ControlError {
  return new ControlError({ status: 404, code: 'not_found', message: `There is no ${what}.`, hint })
}
