import { isSandboxHost } from '../is-sandbox-host.ts'
import { type Language, type ProfileName, findProfile, isLanguage } from './profiles.ts'

/** Where a page stands inside the phone: whose phone it is, which WeChat, and the true origin. */
export type PhoneAddress = {
  /** The true origin, such as `http://127.0.0.1:4000` or `https://open.weixin.qq.com`. */
  readonly origin: string
  readonly payer: string
  readonly profile: ProfileName
  readonly language: Language
}

/** The name under which the phone itself is served; every site in it is a name below this one. */
export const PHONE_HOST = 'wechat.localhost'

const PHONE_ORIGIN = /http:\/\/((?:[a-z0-9-]+\.){3})wechat\.localhost(?::\d+)?(?![\w.:-])/gi
const ENCODED_PHONE_ORIGIN =
  /http%3A%2F%2F((?:[a-z0-9-]+\.){3})wechat\.localhost(?:%3A\d+)?(?![\w.-]|%3A)/gi

/**
 * The host name of a site inside the phone: `{site}.{browser}.{payer}.wechat.localhost`.
 * For the browser all are one site, so cookies work in the frame; each payer and each WeChat has a separate
 * cookie jar, like two devices.
 */
export function hostInPhone({ origin, payer, profile, language }: PhoneAddress): string {
  return `${siteLabel(origin)}.${profile}--${language.toLowerCase()}.${payerLabel(payer)}.${PHONE_HOST}`
}

/** What a host name inside the phone stands for; undefined if the phone did not make it. */
export function readPhoneHost(hostname: string): PhoneAddress | undefined {
  const labels = hostname.toLowerCase().split('.')
  if (labels.length !== 5 || labels.slice(3).join('.') !== PHONE_HOST) return undefined
  const [site = '', browser = '', payer = ''] = labels
  const [, profileName = '', languageName = ''] = /^(.+)--([a-z-]+)$/.exec(browser) ?? []
  const profile = findProfile(profileName)
  const language = languageName.replace('hans', 'Hans').replace('hant', 'Hant')
  const origin = readSiteLabel(site)
  const payerId = readPayerLabel(payer)
  if (profile === undefined || !isLanguage(language)) return undefined
  if (origin === undefined || payerId === undefined) return undefined
  return { origin, payer: payerId, profile: profile.name, language }
}

/** Whether the phone shows that origin: this machine, and the hosts of WeChat and QFPay. */
export function isShownInPhone(url: URL): boolean {
  return isLoopback(url) || (url.protocol === 'https:' && isSandboxHost(url.hostname))
}

export function isLoopback(url: URL): boolean {
  return (
    /^https?:$/.test(url.protocol) &&
    /^(localhost|[a-z0-9.-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(url.hostname) &&
    !url.hostname.endsWith(PHONE_HOST)
  )
}

/** The same URL inside the same phone; unchanged when the phone does not show its origin. */
export function toPhone(url: URL, from: PhoneAddress, port: string): URL {
  if (!isShownInPhone(url)) return url
  const inside = new URL(url.href)
  inside.protocol = 'http:'
  inside.host = hostInPhone({ ...from, origin: url.origin }) + (port === '' ? '' : `:${port}`)
  return inside
}

/** The text with every address inside the phone, plain or percent-encoded, replaced by the true one. */
export function toTrue(text: string): string {
  return text
    .replace(PHONE_ORIGIN, (whole, labels: string) => trueOrigin(labels) ?? whole)
    .replace(ENCODED_PHONE_ORIGIN, (whole, labels: string) => {
      const origin = trueOrigin(labels)
      return origin === undefined ? whole : encodeURIComponent(origin)
    })
}

function trueOrigin(labels: string): string | undefined {
  return readPhoneHost(labels + PHONE_HOST)?.origin
}

// A label of a name never begins or ends with a hyphen, so a single one can stand for a dot.
function siteLabel(origin: string): string {
  const url = new URL(origin)
  const host = (url.hostname === '[::1]' ? 'v6' : url.hostname)
    .replaceAll('-', '--')
    .replaceAll('.', '-')
  if (isSandboxHost(url.hostname)) return host
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  return `${host}-${port}${url.protocol === 'https:' ? '-https' : ''}`
}

function readSiteLabel(label: string): string | undefined {
  const [, host = label, port, secure] = /^(.+)-(\d+)(-https)?$/.exec(label) ?? []
  const name = host === 'v6' ? '[::1]' : host.replace(/-+/g, (run) => dashes(run))
  const scheme = port === undefined || secure !== undefined ? 'https' : 'http'
  const text = `${scheme}://${name}${port === undefined ? '' : `:${port}`}`
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return isShownInPhone(url) && siteLabel(url.origin) === label ? url.origin : undefined
}

function dashes(run: string): string {
  return run === '-' ? '.' : '-'.repeat(run.length / 2)
}

// A payer's id may be any text; one that is not a valid host name is written in hexadecimal.
function payerLabel(payer: string): string {
  const isPlain = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(payer) && !payer.startsWith('x--')
  return isPlain ? payer : `x--${Buffer.from(payer).toString('hex')}`
}

function readPayerLabel(label: string): string | undefined {
  const payer = label.startsWith('x--') ? Buffer.from(label.slice(3), 'hex').toString() : label
  return payerLabel(payer) === label ? payer : undefined
}
