import type { Sandbox } from '@tael/sandbox'

const WECHAT = 'Mozilla/5.0 (iPhone; CPU iPhone OS 15_5 like Mac OS X) MicroMessenger/8.0.22'
const MAX_HOPS = 10

/** A payer on their way: the page that they open next, and the cookie that Tael gave them. */
export type Visit = { readonly url: string; readonly payer: string; readonly cookie: string }

export function beginVisit(url: string, payer: string): Visit {
  return { url, payer, cookie: '' }
}

/** One request; the next page is where it redirects to. */
export async function hop({ url, payer, cookie }: Visit): Promise<Visit> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { 'user-agent': WECHAT, 'x-sandbox-payer': payer, cookie },
  })
  await response.text()
  if (response.status >= 400) throw new Error(`${url} answered ${response.status}`)
  const [given] = response.headers.getSetCookie()
  const location = response.headers.get('location')
  return {
    payer,
    url: location === null ? url : new URL(location, url).href,
    cookie: given?.split(';')[0] ?? cookie,
  }
}

/** Through WeChat and QFPay, until the next page is Tael's again or there is none. */
export async function followAway(visit: Visit, origin: string): Promise<Visit> {
  let at = visit
  for (let hops = 0; hops < MAX_HOPS; hops++) {
    const next = await hop({ ...at, cookie: '' })
    const isThere = next.url === at.url || next.url.startsWith(origin)
    at = { ...next, cookie: visit.cookie }
    if (isThere) break
  }
  return at
}

/** On QFPay's page; the next page is the one to which it sends its payer back. */
export async function payInWechat(sandbox: Sandbox, visit: Visit): Promise<Visit> {
  const { url: pageUrl, payer, cookie } = await followAway(visit, 'nowhere')
  const { searchParams } = new URL(pageUrl)
  const payParams = Object.fromEntries(searchParams)
  const opened = sandbox.wallet.open({ payParams, pageUrl, payer, profile: 'ios' })
  if (opened.kind === 'result') throw new Error(`WeChat refuses: ${opened.errDesc}`)
  await sandbox.wallet.decide({ sheetId: opened.sheetId, decision: 'pay' })
  return { url: searchParams.get('redirect_url') ?? '', payer, cookie }
}
