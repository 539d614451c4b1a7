import type { Context } from 'hono'
import { KNOWN_VERSIONS, NEWEST_VERSION, parseVersion } from '../accounts/api-version.ts'
import type { ApiEnv } from './api.ts'
import { ApiError } from './error.ts'

/** Notes the version of the API that a request gets, and says so in the answer: its own, else the pinned one. */
export function noteVersion(c: Context<ApiEnv>, pinned: string): void {
  const asked = c.req.header('tael-version')
  // A key that a newer server has made may be pinned to a version that this one does not know yet.
  const version =
    parseVersion(asked ?? pinned) ?? (asked === undefined ? NEWEST_VERSION : undefined)
  if (version === undefined) {
    throw new ApiError(
      'unknown_version',
      `There is no such Tael-Version. Tael knows: ${KNOWN_VERSIONS}`,
      'Tael-Version',
    )
  }
  c.set('version', version)
  c.header('tael-version', version)
}
