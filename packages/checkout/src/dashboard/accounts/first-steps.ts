import { html } from 'hono/html'
import type { Flow } from '../../accounts/account.ts'
import type { CheckedPart } from '../../gateways/check-account.ts'
import { shownOnce } from '../forms/form.ts'
import { ifMay, type Html } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { accountTexts } from './account-texts.ts'
import { checkList } from './check-list.ts'
import { firstStepsTexts } from './first-steps-texts.ts'

export type FirstSteps =
  /** There is no account yet. */
  | { readonly step: 'account' }
  /** There is one, and no payment yet. */
  | {
      readonly step: 'payment'
      readonly publicUrl: string
      readonly accountPath: string
      readonly flow: Flow
      /** Shown this once, right after the account was added. */
      readonly apiKey?: string
      readonly checks?: readonly CheckedPart[]
    }

/** From an empty server to the first payment: what is done, and what comes next. */
export function firstSteps(view: FrameView, now: FirstSteps): Html {
  const texts = firstStepsTexts[view.language]
  const hasAccount = now.step === 'payment'
  return html`<p class="lead">${hasAccount ? texts.almost : texts.welcome}</p>
    <ol class="steps">
      <li class="card ${hasAccount ? 'done' : 'next'}">
        <h2>${texts.account}</h2>
        ${
          hasAccount
            ? now.checks === undefined
              ? html`<p><a href="${now.accountPath}">${texts.seeAccount}</a></p>`
              : checkList(now.checks, view)
            : askForAccount(view)
        }
      </li>
      <li class="card ${hasAccount ? 'done' : ''}">
        <h2>${texts.key}</h2>
        ${hasAccount ? key(view, now) : html`<p class="soft">${texts.keyText}</p>`}
      </li>
      <li class="card ${hasAccount ? 'next' : ''}">
        <h2>${texts.payment}</h2>
        ${hasAccount ? payment(view, now) : html`<p class="soft">${texts.paymentText}</p>`}
      </li>
    </ol>`
}

function askForAccount(view: FrameView): Html {
  const texts = firstStepsTexts[view.language]
  const add = html`<p class="buttons">
    <a class="button main" href="${view.home}/accounts/new">${texts.add}</a>
  </p>`
  return html`<p>${texts.accountText}</p>
    <ul>
      ${texts.needed.map((each) => html`<li>${each}</li>`)}
    </ul>
    ${
      view.permissions.includes('administer')
        ? ifMay(view, 'administer', add)
        : html`<p class="soft">${texts.askAdministrator}</p>`
    }`
}

type Paying = Extract<FirstSteps, { step: 'payment' }>

function key(view: FrameView, { apiKey, accountPath }: Paying): Html {
  const texts = firstStepsTexts[view.language]
  return apiKey === undefined
    ? html`<p>${texts.keyGiven} <a href="${accountPath}">${texts.seeKeys}</a></p>`
    : shownOnce({
        title: texts.yourKey,
        text: accountTexts[view.language].newKeyText,
        secret: apiKey,
      })
}

function payment(view: FrameView, { publicUrl, flow, apiKey = 'sk_…' }: Paying): Html {
  const texts = firstStepsTexts[view.language]
  const currency = flow === 'canada' ? 'CAD' : 'HKD'
  const body = `{"reference":"first-1","amount":100,"currency":"${currency}"}`
  const command = [
    `curl ${publicUrl}/v1/payments`,
    `  -H 'Authorization: Bearer ${apiKey}'`,
    `  -H 'Content-Type: application/json'`,
    `  -d '${body}'`,
  ].join(' \\\n')
  return html`<p>${texts.payText}</p>
    <pre tabindex="0" aria-label="${texts.payment}">${command}</pre>
    <p>${texts.openText}</p>
    <p class="soft">${texts.refundText}</p>
    <p class="buttons">
      <a class="button" href="${view.home}/payments">${texts.seePayments}</a>
      <a class="button" href="${view.home}/webhooks">${texts.seeWebhooks}</a>
    </p>`
}
