import { html } from 'hono/html'
import { PERMISSIONS } from '../../audit/permission.ts'
import { confirmation } from '../forms/confirmation.ts'
import { formTexts } from '../forms/form-texts.ts'
import { fieldsOf, formProblem, shownOnce } from '../forms/form.ts'
import { age, badge, framed, ifMay, type Html, instant } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { factList } from '../tables/fact-list.ts'
import { accountTexts } from './account-texts.ts'
import type { AccountFormView, AccountView, AddedAccountView, ShownKey } from './account-view.ts'
import { accountBadge, accountFields, secret } from './accounts-page.ts'
import { checkList } from './check-list.ts'
import { firstSteps } from './first-steps.ts'
import { sayPermissions } from './keys-page.ts'
import { zoneTexts } from './zone-texts.ts'

/** One account: its settings without its credentials, and its keys. */
export function accountPage(view: AccountView): Html {
  const texts = accountTexts[view.language]
  const { account } = view
  const body = html`<a class="back" href="${view.home}/accounts"
      >← ${sectionTexts[view.language].accounts}</a
    >
    <div class="head">
      <h1 class="span">${account.name}</h1>
      ${accountBadge(account, view)}
      <p class="soft">${texts.flows[account.settings.flow]}</p>
    </div>
    ${ifMay(view, 'administer', actions(view))}
    ${
      view.checks === undefined
        ? ''
        : html`<section class="checked" role="status">
            <h2>${texts.checks}</h2>
            <div class="card">${checkList(view.checks, view)}</div>
          </section>`
    }
    <div class="columns">
      <section>
        <h2>${texts.keys}</h2>
        <p class="soft">${texts.keysText}</p>
        ${keyOnce(view)}
        <div class="card list people">
          <ul>
            ${view.keys.map((shown) => keyItem(shown, view))}
          </ul>
        </div>
        ${ifMay(view, 'administer', newKeyForm(view))}
      </section>
      <div class="side">
        <section>
          <h2>${texts.facts}</h2>
          ${facts(view)}
        </section>
      </div>
    </div>`
  return framed(view, { title: account.name, section: 'accounts' }, body)
}

function actions(view: AccountView): Html {
  const texts = accountTexts[view.language]
  const { path, account } = view
  return html`<div class="actions" role="group" aria-label="${texts.actions}">
    <form method="post" action="${path}/check"><button>${texts.check}</button></form>
    <a class="button" href="${path}/change">${formTexts[view.language].change}…</a>
    <a class="button" href="${path}/credentials">${texts.replace}</a>
    ${
      account.disabledAt === undefined
        ? confirmation({
            path: `${path}/disable`,
            ask: texts.disable,
            text: texts.disableText,
            sure: texts.disableSure,
          })
        : html`<form method="post" action="${path}/enable">
            <button>${texts.enable}</button>
          </form>`
    }
  </div>`
}

function facts(view: AccountView): Html {
  const texts = accountTexts[view.language]
  const zones = zoneTexts[view.language]
  const { account } = view
  const { settings } = account
  const { wechat, requestLimit } = settings
  return factList([
    [texts.id, html`<span class="id">${account.id}</span>`],
    [texts.host, settings.host],
    [texts.notified, html`<span class="id">${view.notificationUrl}</span>`],
    [texts.appCode, html`<span class="id">${settings.appCode}</span>`],
    [texts.mchid, settings.mchid],
    [texts.signType, settings.signType],
    [texts.appid, wechat && html`<span class="id">${wechat.appid}</span>`],
    [texts.file, wechat?.verificationFile],
    [texts.origins, settings.returnOrigins.join(' ') || undefined],
    [texts.payType, settings.payType],
    [zones.shop, settings.timeZone],
    [zones.gateway, settings.utcOffset],
    [texts.late, texts.lates[settings.latePayments ?? 'accept']],
    [texts.closes, settings.closesOrders === true ? texts.yes : undefined],
    [texts.perSecond, requestLimit && String(requestLimit.perSecond)],
    [texts.perMinute, requestLimit && String(requestLimit.perMinute)],
    [texts.approval, view.approvalAbove],
    [texts.created, instant(account.createdAt.getTime(), view)],
  ])
}

function keyOnce({ language, newKey }: AccountView): Html | string {
  if (newKey === undefined) return ''
  const texts = accountTexts[language]
  const { name, secret: value } = newKey
  return shownOnce({ title: texts.newKey(name), text: texts.newKeyText, secret: value })
}

function keyItem({ key, status, path }: ShownKey, view: AccountView): Html {
  const texts = accountTexts[view.language]
  const deeds = html`<div class="deeds">
    ${confirmation({
      path: `${path}/roll`,
      ask: texts.roll,
      text: texts.rollText,
      sure: texts.roll.replace('…', ''),
      isHarmless: true,
    })}
    ${confirmation({
      path: `${path}/revoke`,
      ask: texts.revoke,
      text: texts.revokeText,
      sure: texts.revokeSure,
    })}
  </div>`
  return html`<li>
    <div>
      <p><b>${key.name}</b> ${status === 'usable' ? '' : badge(status, texts.keyStatus[status])}</p>
      <p class="small">${sayPermissions(key, view)}</p>
      <p class="small soft">
        ${
          key.lastUsedAt === undefined
            ? texts.unused
            : html`${texts.used} ${age(key.lastUsedAt.getTime(), view)}`
        }
        · ${texts.created} ${age(key.createdAt.getTime(), view)}
        ${
          key.expiresAt === undefined || status !== 'usable'
            ? ''
            : html`· ${texts.ends} ${instant(key.expiresAt.getTime(), view)}`
        }
        <span class="id">${key.id}</span>
      </p>
    </div>
    ${status === 'usable' ? ifMay(view, 'administer', deeds) : ''}
  </li>`
}

function newKeyForm(view: AccountView): Html {
  const texts = accountTexts[view.language]
  const { problem } = view
  const { text, check, radio } = fieldsOf({ typed: { access: 'all' }, language: view.language })
  return html`<section class="invite">
    <h2>${texts.addKey}</h2>
    <form class="card ask" method="post" action="${view.path}/keys">
      ${formProblem({ ...view, typed: {}, problem })}
      ${text('name', texts.keyName, html`required maxlength="64"`, {
        isWide: true,
        note: texts.keyNote,
      })}
      <fieldset class="wide types">
        ${radio('access', texts.full, 'all')} ${radio('access', texts.restricted, 'some')}
        <div class="kinds">
          ${PERMISSIONS.map((each) => check('permissions', texts.permissions[each], each))}
        </div>
      </fieldset>
      <button class="main">${texts.addKey}</button>
    </form>
  </section>`
}

/** To change what an account allows. */
export function changeAccountPage(view: AccountFormView): Html {
  const texts = accountTexts[view.language]
  const { text } = fieldsOf(view)
  const title = formTexts[view.language].change
  const body = html`<a class="back" href="${view.path}">← ${view.account.name}</a>
    <h1>${title}</h1>
    <form class="card ask" method="post" action="${view.path}/change">
      ${formProblem(view)}
      ${text('name', texts.name, html`required maxlength="64"`, { note: texts.nameNote })}
      ${text('mchid', texts.mchid, html`maxlength="64"`)} ${accountFields(view)}
      ${
        view.account.settings.wechat === undefined
          ? ''
          : text('verification_file', texts.file, html`maxlength="90"`, { note: texts.fileNote })
      }
      <button class="main">${formTexts[view.language].save}</button>
    </form>`
  return framed(view, { title, section: 'accounts' }, body)
}

/** To replace credentials, which nobody can see. */
export function credentialsPage(view: AccountFormView): Html {
  const texts = accountTexts[view.language]
  const { text, check } = fieldsOf(view)
  const { settings, secrets } = view.account
  const body = html`<a class="back" href="${view.path}">← ${view.account.name}</a>
    <h1>${texts.replace.replace('…', '')}</h1>
    <p class="lead">${texts.replaceText}</p>
    <form class="card ask" method="post" action="${view.path}/credentials">
      ${formProblem(view)} ${text('client_key', texts.clientKey, secret, { isWide: true })}
      ${text('notification_key', texts.notificationKey, secret, { isWide: true })}
      ${
        secrets.notificationKey === undefined
          ? ''
          : html`<div class="wide">${check('without_notification_key', texts.remove)}</div>`
      }
      ${
        settings.wechat === undefined
          ? ''
          : text('wechat_secret', texts.wechatSecret, secret, { isWide: true })
      }
      <button class="main">${formTexts[view.language].save}</button>
    </form>`
  return framed(view, { title: texts.replace.replace('…', ''), section: 'accounts' }, body)
}

/** Right after an account was added: its key, once, and what comes next. */
export function addedAccountPage(view: AddedAccountView): Html {
  const { account, checks } = view
  const body = html`<h1>${account.name}</h1>
    ${firstSteps(view, {
      step: 'payment',
      publicUrl: view.publicUrl,
      accountPath: view.path,
      flow: account.settings.flow,
      apiKey: view.secret,
      checks,
    })}`
  return framed(view, { title: account.name, section: 'accounts' }, body)
}
