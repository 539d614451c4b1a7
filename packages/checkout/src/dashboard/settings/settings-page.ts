import { html } from 'hono/html'
import type { ServerFacts } from '../../backups/read-server-facts.ts'
import type { OlderSecretUse } from '../../resealing/reseal.ts'
import type { DaysKept } from '../../runtime.ts'
import { age, framed, ifMay, instant, type Html } from '../shell/frame.ts'
import { sectionTexts } from '../shell/sections.ts'
import type { FrameView } from '../shell/view.ts'
import { factList } from '../tables/fact-list.ts'
import { settingsTexts } from './settings-texts.ts'

export type SettingsView = FrameView & {
  readonly publicUrl: string
  readonly daysKept: DaysKept
  readonly server: ServerFacts
  readonly olderSecrets: OlderSecretUse
}

/** How this server is set: by its environment, which this page only shows, and the state of its secrets. */
export function settingsPage(view: SettingsView): Html {
  const { settings: title } = sectionTexts[view.language]
  const texts = settingsTexts[view.language]
  const { sealed, isWhole, resealedUntil, apiKeys, payers, requests, canGo } = view.olderSecrets
  const count = Object.values(sealed).reduce((sum, each) => sum + each, 0)
  const needed = html`${factList([
    [texts.sealed, isWhole ? String(count) : `${count}+`],
    [
      texts.resealedUntil,
      isWhole ? undefined : resealedUntil && instant(resealedUntil.getTime(), view),
    ],
    [texts.keys, String(apiKeys)],
    [texts.payers, String(payers)],
    [texts.requests, String(requests)],
  ])}
  ${ifMay(
    view,
    'administer',
    html`<form class="after" method="post" action="${view.home}/settings/reseal">
      <button>${texts.reseal}</button>
    </form>`,
  )}`
  const { notifications, deliveries, events } = view.daysKept
  const body = html`<h1>${title}</h1>
    <p class="lead">${texts.text}</p>
    <div class="columns">
      <div>
        <section>
          <h2>${texts.server}</h2>
          ${factList([
            [texts.version, view.server.version],
            [`${texts.url} (TAEL_PUBLIC_URL)`, view.publicUrl],
            [texts.environment, view.environment],
            [`${texts.notifications} (TAEL_NOTIFICATION_DAYS)`, texts.days(notifications)],
            [`${texts.deliveries} (TAEL_DELIVERY_DAYS)`, texts.days(deliveries)],
            [`${texts.events} (TAEL_EVENT_DAYS)`, texts.days(events)],
          ])}
        </section>
      </div>
      <div class="side">
        <section>
          <h2>TAEL_SECRET</h2>
          <p class="alert ${canGo ? 'good' : 'mild'}">${canGo ? texts.canGo : texts.cannotGo}</p>
          ${canGo ? '' : needed}
        </section>
        <section>
          <h2>${texts.database}</h2>
          ${databaseFacts(view)}
        </section>
      </div>
    </div>`
  return framed(view, { title, section: 'settings' }, body)
}

function databaseFacts(view: SettingsView): Html {
  const texts = settingsTexts[view.language]
  const { database, lastBackup } = view.server
  const { engine, version, bytes, connections, allConnections } = database
  return factList([
    [texts.engine, texts.engines[engine](version)],
    [texts.size, sayBytes(bytes)],
    [texts.connections, String(connections)],
    [
      texts.allConnections,
      allConnections && texts.ofAtMost(allConnections.used, allConnections.most),
    ],
    [texts.lastBackup, lastBackup === undefined ? texts.noBackup : age(lastBackup.getTime(), view)],
  ])
}

function sayBytes(bytes: number): string {
  const megabytes = bytes / 1e6
  return megabytes < 1000 ? `${megabytes.toFixed(1)} MB` : `${(megabytes / 1000).toFixed(1)} GB`
}
