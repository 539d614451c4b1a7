import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import { amountParts } from '../../language/display-amount.ts'
import { displayTime } from '../../language/display-time.ts'
import { LANGUAGES } from '../../language/language.ts'
import { payPageStyle } from './pay-page-style.ts'
import { payPageTexts } from './texts.ts'
import type { PageView, PayView, ProblemView } from './view.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

type Contents = {
  readonly view: PageView & { readonly merchantName?: string }
  readonly title: string
  readonly body: Html
  /** If given, the page follows the payment; without scripts it reloads itself. */
  readonly live?: { readonly statusPath: string; readonly status: string } | undefined
  /** The address that it reloads without scripts; its own by default. */
  readonly reloadPath?: string
  /** `roomy` gives a short page space above it on a phone. */
  readonly layout?: 'roomy' | 'full'
  /** More attributes of `main`, read by pay.js. */
  readonly attributes?: Html
}

/** One whole document for the payer; all of pay.js depends on the attributes of `main`. */
export function payDocument({
  view,
  title,
  body,
  live,
  reloadPath,
  layout = 'roomy',
  attributes,
}: Contents): Html {
  const heading = view.merchantName === undefined ? title : `${title} · ${view.merchantName}`
  return html`<!doctype html>
    <html lang="${view.language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1,viewport-fit=cover" />
        <meta name="format-detection" content="telephone=no" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${heading}</title>
        <link rel="icon" href="data:," />
        ${payPageStyle.element}
        <script data-cfasync="false" defer src="${view.assets.scriptPath}"></script>
        ${live ? html`<noscript><meta http-equiv="refresh" content="12${reloadPath === undefined ? '' : `;url=${reloadPath}`}" /></noscript>` : ''}
      </head>
      <body>
        <main
          class="${layout}"
          ${live ? html` data-status-path="${live.statusPath}" data-status="${live.status}"` : ''}${attributes ?? ''}
        >
          ${body} ${languageSwitch(view)}
        </main>
      </body>
    </html> `
}

/** The payee, the purpose, the amount, and the way to pay. */
export function summary(view: PayView): Html {
  const { mark: sign, digits } = amountParts(view.amount, view.currency)
  return html`<p class="to">${view.merchantName}</p>
    ${view.description === undefined ? '' : html`<p class="what">${view.description}</p>`}
    <p class="amount${size(digits)}" data-fit><small>${sign}</small>${digits}</p>
    <p class="with">${payPageTexts[view.language].wechatPay}</p>`
}

/** A number never breaks: the more digits, the smaller they are. */
function size({ length }: string): string {
  if (length <= 8) return ''
  return length <= 10 ? ' long' : ' longest'
}

/** A sentence about somebody, whose name Chinese lines do not break; see the style. */
export function sayOf(say: (name: string) => string, name: string): Html {
  const [before = '', after = ''] = say(NAME_GOES_HERE).split(NAME_GOES_HERE)
  return html`${before}<span class="name">${name}</span>${after}`
}

const NAME_GOES_HERE = '\0'

/** Back to the merchant, if an address is known; `isSoon` if the page goes there automatically. */
export function backLink(
  view: PayView | ProblemView,
  look: 'main' | 'quiet' | 'plain',
  isSoon = false,
): Html | '' {
  const { continueUrl, merchantName = '' } = view
  if (continueUrl === undefined) return ''
  return html`<a class="act ${look}" href="${continueUrl}" ${isSoon ? html`data-continue` : ''}
    >${sayOf(payPageTexts[view.language].back, merchantName)}</a
  >`
}

/** Until when the payment can be paid. */
export function expiry(view: PayView): Html {
  const { expiresAt, timeZone, language } = view
  return html`<p class="foot">
    ${payPageTexts[language].payBefore(displayTime(expiresAt, timeZone, language))}
  </p>`
}

function languageSwitch({ language, languagePath }: Contents['view']): Html {
  const name = payPageTexts[language].languages
  return html`<nav class="tongues" aria-label="${name}">
    ${LANGUAGES.map((each) =>
      each.language === language
        ? html`<b lang="${each.language}">${each.name}</b>`
        : html`<a lang="${each.language}" href="${languagePath}?lang=${each.language}"
            >${each.name}</a
          >`,
    )}
  </nav>`
}

/** The number a payer quotes, at the foot of a page. */
export function footer(view: PayView): Html {
  return html`<p class="foot">${payPageTexts[view.language].reference} ${view.reference}</p>`
}

/** Shown by pay.js when the server no longer answers for this payment. */
export function staleNote(view: PayView): Html {
  const { stale, reload } = payPageTexts[view.language]
  return html`<p class="note" data-outcome="stale" hidden>
    ${stale} <a href="" data-reload>${reload}</a>
  </p>`
}

const PATHS = {
  good: 'M5 12.5l4.5 4.5L19 7.5',
  bad: 'M7 7l10 10M17 7L7 17',
  wait: 'M12 6v6.5l4 2.5M12 22a10 10 0 1 1 0-20 10 10 0 0 1 0 20',
  stop: 'M12 7v6M12 17v.01',
  back: 'M9 7L4.5 11.5L9 16M5 11.5h9a5 5 0 0 1 0 10h-2',
} as const

/** A sign that repeats the heading's message. */
export function mark(kind: keyof typeof PATHS): Html {
  return html`<span class="mark ${kind}"
    ><svg
      width="32"
      height="32"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      aria-hidden="true"
    >
      <path d="${PATHS[kind]}" /></svg
  ></span>`
}
