import { html } from 'hono/html'
import type { DeliveryStatus } from '../../webhooks/webhook-delivery.ts'
import { inLanguage } from '../recorded/in-language.ts'
import { badge, type Html, instant } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { webhookTexts } from './webhook-texts.ts'

/** One event on its way to one of the merchant's endpoints. */
export type WebhookRow = {
  /** The event's name. */
  readonly name: string
  readonly url: string
  readonly status: DeliveryStatus
  readonly tries: number
  /** Epoch milliseconds: when it was last sent. */
  readonly triedAt?: number
  /** Why the last try did not deliver it. */
  readonly failure?: string
  /** Set if it can be resent: a POST of `endpoint` and `delivery`. */
  readonly replay?: { readonly path: string; readonly endpoint: string; readonly delivery: string }
}

/** Of a page about one payment. */
type WebhooksView = FrameView & { readonly webhooks?: readonly WebhookRow[] }

/** Which of the payment's events the merchant's endpoints have received; empty if there are none. */
export function webhookList(view: WebhooksView): Html | string {
  if (view.webhooks === undefined) return ''
  const texts = webhookTexts[view.language]
  return html`<section>
    <h2>${texts.title}</h2>
    ${
      view.webhooks.length === 0
        ? html`<p class="card attempt soft">${texts.none}</p>`
        : html`<ul class="card hooks">
            ${view.webhooks.map((row) => webhookItem(row, view))}
          </ul>`
    }
  </section>`
}

function webhookItem(row: WebhookRow, view: WebhooksView): Html {
  const texts = webhookTexts[view.language]
  const { replay } = row
  return html`<li>
    <p>${badge(row.status, texts[row.status])} <code>${row.name}</code></p>
    <p class="small soft">
      ${row.triedAt === undefined ? '' : html`${instant(row.triedAt, view)} · `}${texts.tries(row.tries)}
    </p>
    <p class="small soft">${row.url}</p>
    ${row.failure === undefined ? '' : html`<p class="small">${inLanguage(row.failure, view.language)}</p>`}
    ${
      replay === undefined || !view.permissions.includes('create_payments')
        ? ''
        : html`<form method="post" action="${replay.path}">
            <input type="hidden" name="endpoint" value="${replay.endpoint}" />
            <input type="hidden" name="delivery" value="${replay.delivery}" />
            <button>${texts.replay}<span class="hide"> ${row.name}</span></button>
          </form>`
    }
  </li>`
}
