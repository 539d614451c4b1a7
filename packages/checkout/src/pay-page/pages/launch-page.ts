import { html } from 'hono/html'
import { displayAmount } from '../../language/display-amount.ts'
import {
  backLink,
  type Html,
  expiry,
  footer,
  payDocument,
  staleNote,
  summary,
} from './pay-document.ts'
import { payPageTexts } from './texts.ts'
import type { LaunchView } from './view.ts'

/** Method 1: our own page asks WeChat for the payment, once automatically, then whenever the payer taps. */
export function launchPage(view: LaunchView): Html {
  const { launch, unpaid } = payPageTexts[view.language]
  const body = html`${summary(view)}
    <div class="state">
      <h1>${launch.title}</h1>
      <p class="soft">${launch.text}</p>
      <div role="status">
        <p class="note" data-outcome="canceled" hidden>${launch.canceled}</p>
        <p class="note" data-outcome="failed" hidden>
          ${launch.failed} ${unpaid.justPaid}
          <small hidden>${launch.saidByWechat} <span></span></small>
        </p>
        <p class="note" data-outcome="unavailable" hidden>${launch.unavailable}</p>
        ${staleNote(view)}
      </div>
      <p class="note slow" data-until-run>${launch.noScript}</p>
    </div>
    <div class="acts">
      <button class="act main" type="button" data-pay="${launch.again}">
        ${launch.pay(displayAmount(view.amount, view.currency))}
      </button>
      ${backLink(view, 'plain')} ${expiry(view)} ${footer(view)}
    </div>`
  const attributes = html` data-pay-params="${JSON.stringify(view.payParams)}"
  data-return-path="${view.returnPath}" data-authorize-path="${view.authorizePath}"
  data-said-path="${view.saidPath}"`
  return payDocument({ view, title: launch.title, body, live: view, attributes })
}
