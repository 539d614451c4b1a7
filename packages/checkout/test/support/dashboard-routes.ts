import { readFileSync } from 'node:fs'

const DOCUMENT = new URL('../../../../docs/operators.md', import.meta.url)
/** `| GET | /dashboard/payments | yes | yes | yes |` */
const ROW = /^\| (GET|POST) +\| `([^`]+)` +\| (yes|no) +\| (yes|no) +\| (yes|no) +\|$/

export type DashboardRoute = {
  readonly method: string
  /** Below the dashboard, with `:name` for what differs. */
  readonly path: string
  /** `yes` or `no` for each role, in the order of ROLES. */
  readonly may: readonly string[]
}

/** The table of docs/operators.md: every route that asks for a session. */
export const DASHBOARD_ROUTES: readonly DashboardRoute[] = readFileSync(DOCUMENT, 'utf8')
  .split('\n')
  .flatMap((line) => {
    const [, method, path, ...may] = ROW.exec(line) ?? []
    return method === undefined || path === undefined ? [] : [{ method, path, may }]
  })

/** What answers a visitor without a session with something other than the page to sign in. */
export const OPEN_ROUTES: readonly string[] = [
  '/login',
  '/second-factor',
  '/invitations',
  '/first-administrator',
  '/set-up',
  '/language',
  '/live.js',
  '/passkey.js',
]
