import { QFPAY_HOSTS } from '@tael/qfpay'
import { html } from 'hono/html'
import type { Account } from '../../accounts/account.ts'
import { fieldsOf, formProblem } from '../forms/form.ts'
import { badge, framed, ifMay, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { accountTexts } from './account-texts.ts'
import type { AccountRow, AccountsView, NewAccountView } from './account-view.ts'
import { checkList } from './check-list.ts'
import { zoneTexts } from './zone-texts.ts'

/** Merchants' agreements with QFPay, oldest first. */
export function accountsPage(view: AccountsView): Html {
  const { accounts: title } = sectionTexts[view.language]
  const texts = accountTexts[view.language]
  const add = html`<a class="button" href="${view.addPath}">${texts.add}</a>`
  const keys = html`<a class="button" href="${view.keysPath}">${texts.keys}</a>`
  const body = html`<div class="title">
      <h1>${title}</h1>
      <div class="buttons">
        ${view.accounts.length === 0 ? '' : keys} ${ifMay(view, 'administer', add)}
      </div>
    </div>
    <div class="card list runs">
      ${view.accounts.length === 0 ? html`<p class="none">${texts.none}</p>` : table(view)}
    </div>`
  return framed(view, { title, section: 'accounts' }, body)
}

function table(view: AccountsView): Html {
  const texts = accountTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${sectionTexts[view.language].accounts}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.name}</th>
        <th class="found" scope="col">${texts.flow}</th>
        <th class="state" scope="col">${dashboardTexts[view.language].list.status}</th>
      </tr>
    </thead>
    <tbody>
      ${view.accounts.map((row) => accountRow(row, view))}
    </tbody>
  </table>`
}

function accountRow({ account, path }: AccountRow, view: AccountsView): Html {
  const { flow, host, appCode, mchid } = account.settings
  return html`<tr class="row">
    <td>
      <p><a href="${path}">${account.name}</a></p>
      <p class="small soft">
        ${new URL(host).host} · ${appCode}${mchid === undefined ? '' : ` · ${mchid}`}
      </p>
    </td>
    <td class="found">${accountTexts[view.language].flows[flow]}</td>
    <td class="state">${accountBadge(account, view)}</td>
  </tr>`
}

export function accountBadge({ disabledAt }: Account, { language }: FrameView): Html {
  const texts = accountTexts[language]
  return disabledAt === undefined ? badge('open', texts.active) : badge('disabled', texts.disabled)
}

const HOSTS = [...new Set(Object.values(QFPAY_HOSTS).map(({ production }) => production as string))]
export const secret: Html = html`type="password" maxlength="128" spellcheck="false"`
const code: Html = html`maxlength="64" spellcheck="false" autocapitalize="none"`

/** For a new account; once more, with what is wrong, if the check found something. */
export function newAccountPage(view: NewAccountView): Html {
  const texts = accountTexts[view.language]
  const { text, choice } = fieldsOf(view)
  const typedSecret = (
    name: string,
    label: string,
    more: { isNeeded?: true; note?: string },
  ): Html => {
    const isKept = view.kept?.names.includes(name) ?? false
    const required = more.isNeeded === true && !isKept ? html`required` : ''
    const note = isKept ? texts.kept : more.note
    return text(name, label, html`${secret} ${required}`, note === undefined ? {} : { note })
  }
  const body = html`<a class="back" href="${view.home}/accounts"
      >← ${sectionTexts[view.language].accounts}</a
    >
    <h1>${texts.add}</h1>
    <p class="lead">${texts.addText}</p>
    <form class="card ask" method="post" action="${view.actionPath}">
      ${formProblem(view)} ${findings(view)}
      ${text('name', texts.name, html`required maxlength="64"`, { note: texts.nameNote })}
      ${choice('flow', texts.flow, Object.entries(texts.flows))}
      <h2 class="wide">${texts.credentials}</h2>
      ${text('host', texts.host, html`type="url" required list="hosts" placeholder="https://"`, {
        note: texts.hostNote,
      })}
      <datalist id="hosts">
        ${HOSTS.map((host) => html`<option value="${host}"></option>`)}
      </datalist>
      ${text('app_code', texts.appCode, html`required ${code}`)}
      ${typedSecret('client_key', texts.clientKey, { isNeeded: true })}
      ${text('mchid', texts.mchid, code, { note: texts.optional })}
      ${choice('sign_type', texts.signType, [
        ['MD5', 'MD5'],
        ['SHA256', 'SHA256'],
      ])}
      ${typedSecret('notification_key', texts.notificationKey, { note: texts.optional })}
      <h2 class="wide">${texts.official}</h2>
      <p class="wide small soft">${texts.officialText}</p>
      ${text('appid', texts.appid, code)} ${typedSecret('wechat_secret', texts.wechatSecret, {})}
      ${text('verification_file', texts.file, code, { note: texts.fileNote })}
      <details class="wide more">
        <summary>${texts.more}</summary>
        <div class="ask">
          ${accountFields(view)}
          ${text('cashier_url', texts.cashier, html`type="url"`, { isWide: true })}
        </div>
      </details>
      ${view.kept === undefined ? '' : html`<input type="hidden" name="kept" value="${view.kept.sealed}" />`}
      <p class="buttons wide">
        <button class="main">${texts.checkAndAdd}</button>
        ${
          view.checks === undefined
            ? ''
            : html`<button name="anyway" value="yes">${texts.anyway}</button>`
        }
      </p>
    </form>`
  return framed(view, { title: texts.add, section: 'accounts' }, body)
}

function findings(view: NewAccountView): Html | string {
  if (view.checks === undefined) return ''
  const texts = accountTexts[view.language]
  return html`<div class="wide" role="alert">
    <p class="alert">${texts.wrongText} ${view.isTwin === true ? texts.twin : ''}</p>
    ${checkList(view.checks, view)}
  </div>`
}

/** What can be set when an account is added, and changed later. */
export function accountFields(view: FrameView & { readonly typed: NewAccountView['typed'] }): Html {
  const texts = accountTexts[view.language]
  const zones = zoneTexts[view.language]
  const { text, area, choice, check } = fieldsOf(view)
  const count = html`inputmode="numeric" maxlength="12"`
  return html`${area('return_origins', texts.origins, html`maxlength="2000"`, {
      note: texts.originsNote,
    })}
    ${choice('late_payments', texts.late, Object.entries(texts.lates))}
    ${text('pay_type', texts.payType, html`inputmode="numeric" maxlength="6" placeholder="800207"`)}
    ${text('time_zone', zones.shop, html`maxlength="64"`, {
      note: zones.shopNote,
    })}
    ${text('utc_offset', zones.gateway, html`maxlength="6" placeholder="+08:00"`, {
      note: zones.gatewayNote,
    })}
    ${text('refund_approval_above', texts.approval, html`inputmode="decimal" maxlength="20"`, {
      note: texts.approvalNote,
    })}
    ${text('per_second', texts.perSecond, html`${count} placeholder="100"`)}
    ${text('per_minute', texts.perMinute, html`${count} placeholder="400"`)}
    <div class="wide">${check('close_orders', texts.closes)}</div>`
}
