import { Hono, type Context } from 'hono'
import { readAccountNames, readAccount } from '../../accounts/read-accounts.ts'
import type { Deps } from '../../deps.ts'
import { acting, may, type ApiEnv } from '../../http/api.ts'
import { notFound } from '../../http/not-found.ts'
import { readWorkers } from '../../operators/read-operators.ts'
import { parseId } from '../../platform/ids.ts'
import { RESOLUTIONS } from '../../reconciliation/difference-work.ts'
import {
  assignDifference,
  noteDifference,
  reopenDifference,
  resolveDifference,
} from '../../reconciliation/note-difference.ts'
import { readDifference, readDifferenceWork } from '../../reconciliation/read-reconciliations.ts'
import { readTyped } from '../forms/read-typed.ts'
import type { Typed } from '../forms/typed.ts'
import { named, nameAmong, type Shell } from '../shell/shell.ts'
import { nameOf } from '../shell/who.ts'
import { turned } from '../tables/turning.ts'
import { differencePage, differencesPage } from './difference-pages.ts'
import { differenceTexts } from './difference-texts.ts'
import { differenceRow } from './show-reconciliation.ts'

const PAGE = 50

/** What people do about the differences that reconciliations have left to them. */
export function dashboardDifferencesRoutes(deps: Deps, shell: Shell): Hono<ApiEnv> {
  const { home, frame, frameOfAll, page, languageOf } = shell
  const app = new Hono<ApiEnv>()
  const ownPath = `${home}/reconciliations/differences`

  app.get('/', async (c) => {
    const actor = c.get('actor')
    const asked = (['mine', 'resolved'] as const).find((each) => each === c.req.query('show'))
    const show = asked === 'mine' && actor.kind !== 'operator' ? 'open' : (asked ?? 'open')
    const startingAfter = parseId('dif', c.req.query('after') ?? '')
    const { differences, hasMore, next } = await readDifferenceWork(deps, {
      isResolved: show === 'resolved',
      assignedTo: show === 'mine' && actor.kind === 'operator' ? actor.id : undefined,
      startingAfter,
      limit: PAGE,
    })
    const names = await readAccountNames(deps)
    const view = await frameOfAll(c)
    return page(
      c,
      differencesPage({
        ...view,
        show,
        differences: differences.map((one) =>
          differenceRow(one, view, nameAmong(names, one.accountId)),
        ),
        ...turned({
          path: ownPath,
          query: { show },
          startingAfter,
          rows: differences,
          hasMore,
          next,
        }),
      }),
    )
  })

  app.get('/:difference', async (c) => {
    const found = await named(c, 'difference', 'dif', (id) => readDifference(deps, id))
    const { difference, entries } = found
    if (difference.outcome !== 'reported') return notFound()
    const { name, settings } = await readAccount(deps, difference.accountId)
    const language = languageOf(c)
    return page(
      c,
      differencePage({
        ...frame(c, settings.utcOffset),
        difference: {
          ...differenceRow(difference, { home, language }, name),
          foundAt: difference.createdAt.getTime(),
        },
        path: `${ownPath}/${difference.work.id}`,
        runPath: `${home}/reconciliations/${difference.reconciliationId}`,
        operators: await readWorkers(deps),
        assignedId: difference.work.assignedTo?.id,
        entryId: deps.newId('dfe'),
        entries: entries.map(({ kind, who, createdAt, text, assignedTo, resolution }) => ({
          kind,
          by: nameOf(who, language),
          at: createdAt.getTime(),
          text,
          assignedTo,
          resolution,
        })),
        outcome: outcomeOf(c.req.query('done'), differenceTexts[language].outcome),
      }),
    )
  })

  const act = async (
    c: Context<ApiEnv>,
    change: (id: string, form: Typed) => Promise<keyof (typeof differenceTexts)['en']['outcome']>,
  ): Promise<Response> => {
    const id = parseId('dif', c.req.param('difference') ?? '') ?? notFound()
    const done = await change(id, await readTyped(c))
    return c.redirect(`${ownPath}/${id}?done=${done}`, 303)
  }

  app.post('/:difference/assign', may('refund'), async (c) =>
    act(c, async (id, { operator }) => {
      const chosen = operator
        ? (await readWorkers(deps)).find((each) => each.id === operator)
        : undefined
      if (operator && chosen === undefined) return notFound()
      return assignDifference(acting(deps, c), id, chosen)
    }),
  )

  app.post('/:difference/notes', async (c) =>
    act(c, (id, { note, text = '' }) =>
      noteDifference(acting(deps, c), id, {
        entryId: parseId('dfe', note ?? '') ?? deps.newId('dfe'),
        text,
      }),
    ),
  )

  app.post('/:difference/resolve', may('refund'), async (c) =>
    act(c, (id, form) => {
      const resolution = RESOLUTIONS.find((each) => each === form['resolution'])
      return resolveDifference(acting(deps, c), id, {
        resolution: resolution ?? notFound(),
        note: form['note'] ?? '',
      })
    }),
  )

  app.post('/:difference/reopen', may('refund'), async (c) =>
    act(c, (id) => reopenDifference(acting(deps, c), id)),
  )

  return app
}

function outcomeOf(
  done: string | undefined,
  texts: Readonly<Record<string, string>>,
): { readonly text: string; readonly isBad: boolean } | undefined {
  const text = done !== undefined && Object.hasOwn(texts, done) ? texts[done] : undefined
  return text === undefined ? undefined : { text, isBad: done !== 'changed' }
}
