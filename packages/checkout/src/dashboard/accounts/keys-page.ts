import { html } from 'hono/html'
import type { ApiKey } from '../../accounts/api-key.ts'
import { PERMISSIONS } from '../../audit/permission.ts'
import { age, badge, framed, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import { dashboardTexts } from '../shell/texts.ts'
import type { FrameView } from '../shell/view.ts'
import { turning } from '../tables/turning.ts'
import { accountTexts } from './account-texts.ts'
import type { KeyRow, KeysView } from './account-view.ts'

/** The keys of all accounts, newest first: what each may do, and whether somebody still uses it. */
export function keysPage(view: KeysView): Html {
  const texts = accountTexts[view.language]
  const body = html`<a class="back" href="${view.home}/accounts"
      >← ${sectionTexts[view.language].accounts}</a
    >
    <h1>${texts.keys}</h1>
    <p class="lead">${texts.allKeysText}</p>
    <div class="card list runs">
      ${view.keys.length === 0 ? html`<p class="none">${texts.noKeys}</p>` : table(view)}
    </div>
    ${turning(view)}`
  return framed(view, { title: texts.keys, section: 'accounts' }, body)
}

function table(view: KeysView): Html {
  const texts = accountTexts[view.language]
  return html`<table>
    <caption class="hide">
      ${texts.keys}
    </caption>
    <thead>
      <tr>
        <th scope="col">${texts.keyName}</th>
        <th class="found" scope="col">${texts.used}</th>
        <th class="state" scope="col">${dashboardTexts[view.language].list.status}</th>
      </tr>
    </thead>
    <tbody>
      ${view.keys.map((row) => keyRow(row, view))}
    </tbody>
  </table>`
}

function keyRow({ key, status, path, account }: KeyRow, view: KeysView): Html {
  const texts = accountTexts[view.language]
  const used = key.lastUsedAt === undefined ? texts.unused : age(key.lastUsedAt.getTime(), view)
  return html`<tr class="row">
    <td>
      <p><a href="${path}">${key.name}</a></p>
      <p class="small soft">
        ${account === undefined ? '' : html`${account} ·`} ${sayPermissions(key, view)}
        <span class="id">${key.id}</span>
      </p>
    </td>
    <td class="found">${used}</td>
    <td class="state">${badge(KEY_BADGES[status], texts.keyStatus[status])}</td>
  </tr>`
}

/** As the badges of accounts are colored. */
const KEY_BADGES = { usable: 'open', expired: 'disabled', revoked: 'disabled' } as const

/** What a key may do, as a line. */
export function sayPermissions({ permissions }: ApiKey, { language }: FrameView): string {
  const texts = accountTexts[language]
  const isFull = PERMISSIONS.every((each) => permissions.includes(each))
  return isFull ? texts.full : permissions.map((each) => texts.permissions[each]).join(' · ')
}
