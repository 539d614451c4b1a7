import { OPERATOR_KEY } from './tael.ts'

/** Signs in to the dashboard with the operator key; resolves with the cookie. */
export async function signIn(origin: string): Promise<string> {
  const response = await fetch(`${origin}/dashboard/login`, {
    method: 'POST',
    headers: { origin },
    body: new URLSearchParams({ key: OPERATOR_KEY }),
    redirect: 'manual',
  })
  const [cookie = ''] = response.headers.getSetCookie()
  if (cookie === '') throw new Error(`Nobody was signed in: ${response.status}`)
  return cookie.split(';')[0] ?? ''
}
