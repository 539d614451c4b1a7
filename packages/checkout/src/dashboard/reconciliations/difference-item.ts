import { html } from 'hono/html'
import { sayFound } from '../reviews/explain-review.ts'
import { badge, type Html, instant } from '../shell/frame.ts'
import type { FrameView } from '../shell/view.ts'
import { differenceTexts } from './difference-texts.ts'
import { reconciliationTexts } from './reconciliation-texts.ts'
import type { DifferenceRow } from './reconciliation-view.ts'

/** A difference in a list: what it is, where it stands, and what each side says. */
export function differenceItem(row: DifferenceRow, view: FrameView): Html {
  const { kind } = reconciliationTexts[view.language]
  const { nobody, assignedTo } = differenceTexts[view.language]
  const { work } = row
  const owner = row.assignedTo === undefined ? nobody : assignedTo(row.assignedTo)
  return html`<li>
    <p class="find">
      <b>${work === undefined ? kind[row.kind] : html`<a href="${work}">${kind[row.kind]}</a>`}</b>
      ${paymentLink(row)}
      ${row.account === undefined ? '' : html`<span class="soft small">${row.account}</span>`}
      ${differenceBadge(row, view)}
    </p>
    <div class="small">${whatDiffers(row, view)}</div>
    ${work !== undefined && row.resolution === undefined ? html`<p class="small soft">${owner}</p>` : ''}
    ${differencePairs(row, view)}
  </li>`
}

/** What such a difference means, and the facts beneath. */
export function whatDiffers(row: DifferenceRow, { language }: FrameView): Html {
  const meaning = reconciliationTexts[language].meaning[row.kind]
  const said = sayFound(row, language)
  return meaning === undefined
    ? html`<p>${said}</p>`
    : html`<p>${meaning}</p>
        <p class="soft">${said}</p>`
}

export function paymentLink({ payment }: DifferenceRow): Html | string {
  return payment === undefined ? '' : html`<a href="${payment.path}">${payment.reference}</a>`
}

/** What became of it, or that a person has to look. */
export function differenceBadge({ outcome, resolution }: DifferenceRow, view: FrameView): Html {
  const texts = reconciliationTexts[view.language]
  if (resolution === undefined) {
    return badge(outcome === 'reported' ? 'reported' : 'resolved', texts.outcome[outcome])
  }
  return badge('resolved', differenceTexts[view.language].resolution[resolution])
}

export function differencePairs(row: DifferenceRow, view: FrameView): Html {
  const texts = reconciliationTexts[view.language]
  const { recordedAt } = row
  const pairs: readonly (readonly [string, Html | string | undefined])[] = [
    [texts.ours, row.ours],
    [texts.theirs, row.theirs],
    ['out_trade_no', html`<span class="id">${row.outTradeNo}</span>`],
    ['syssn', row.syssn && html`<span class="id">${row.syssn}</span>`],
    [texts.recorded, recordedAt === undefined ? undefined : instant(recordedAt, view)],
  ]
  return html`<dl class="pairs small">
    ${pairs.map(([name, value]) =>
      value === undefined
        ? ''
        : html`<dt>${name}</dt>
            <dd>${value}</dd>`,
    )}
  </dl>`
}
