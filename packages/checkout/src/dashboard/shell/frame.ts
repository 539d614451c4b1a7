import { html } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Permission } from '../../audit/permission.ts'
import { displayAge, displayClock, displayDay, displayTime } from '../../language/display-time.ts'
import { LANGUAGES, type Language } from '../../language/language.ts'
import { dashboardStyle } from '../style/style.ts'
import { SECTIONS, sectionTexts, type Section } from './sections.ts'
import { dashboardTexts } from './texts.ts'
import type { FrameView } from './view.ts'

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/**
 * The Content-Security-Policy of every operator's page: only our own script, forms only to us. `data:` for
 * the icon that the page does not have, as on the payer's pages.
 */
export function dashboardPolicy(): string {
  return `default-src 'none'; script-src 'self'; connect-src 'self'; style-src ${dashboardStyle.source}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`
}

/** The scripts that a page may have: each keeps it current, or speaks to a device for it. */
export const SCRIPTS = ['live.js', 'passkey.js'] as const
export type Script = (typeof SCRIPTS)[number]

type Contents = {
  readonly language: Language
  readonly title: string
  readonly body: Html
  /** The path of its script. */
  readonly script?: string | undefined
}

/** One whole document. */
export function dashboardDocument({ language, title, body, script }: Contents): Html {
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Tael</title>
        <link rel="icon" href="data:," />
        ${dashboardStyle.element}
        ${script === undefined ? '' : html`<script data-cfasync="false" src="${script}" defer></script>`}
      </head>
      <body>
        ${body}
      </body>
    </html> `
}

/** A document with the navigation that every signed-in page has. */
export function framed(
  view: FrameView,
  {
    title,
    section,
    script,
  }: {
    readonly title: string
    readonly section: Section | undefined
    /** `live.js` for a page with parts, `data-live`, that follow what changes. */
    readonly script?: Script
  },
  body: Html,
): Html {
  const texts = dashboardTexts[view.language]
  const { menu, parts } = sectionTexts[view.language]
  return dashboardDocument({
    language: view.language,
    title,
    script: script && `${view.home}/${script}`,
    body: html`<a class="button skip" href="#content">${texts.skip}</a>
      <div class="shell">
        <header class="side-bar">
          <div class="bar">
            <a class="brand" href="${view.home}">${brand()}</a>
            ${environmentTag(view.environment)}
            <details class="menu">
              <summary>${menu}</summary>
              <nav aria-label="${parts}">${sections(view, section)}</nav>
              ${signOut(view)}
            </details>
          </div>
          <nav class="parts" aria-label="${parts}">${sections(view, section)}</nav>
          ${signOut(view)}
        </header>
        <div class="sheet">
          <main class="page" id="content">${body}</main>
          <footer class="foot">${tongues(view)}</footer>
        </div>
      </div>`,
  })
}

function sections(view: FrameView, current: Section | undefined): Html {
  return html`<ul>
    ${SECTIONS.map(
      ({ name, path }) =>
        html`<li>
          <a href="${view.home}${path}" ${name === current ? html`aria-current="true"` : ''}
            >${sectionTexts[view.language][name]}</a
          >
        </li>`,
    )}
  </ul>`
}

function signOut(view: FrameView): Html {
  return html`${who(view)}
    <form class="sign-out" method="post" action="${view.home}/logout">
      <button class="bare">${dashboardTexts[view.language].signOut}</button>
    </form>`
}

/** Who is signed in, and where they see their sessions; the holder of the key has none. */
function who({ operator, home, language }: FrameView): Html | string {
  return operator === undefined
    ? html`<a class="who" href="${home}/first-administrator"
        >${dashboardTexts[language].firstAdministrator}</a
      >`
    : html`<a class="who" href="${home}/sessions">${operator}</a>`
}

/** What only those see who may use it. */
export function ifMay(view: FrameView, permission: Permission, part: Html | string): Html | string {
  return view.permissions.includes(permission) ? part : ''
}

/** Each language under its own name; leads back to the page. */
export function tongues({
  language,
  home,
  path,
}: Pick<FrameView, 'language' | 'home'> & { readonly path?: string | undefined }): Html {
  return html`<form
    class="tongues"
    method="post"
    action="${home}/language"
    aria-label="${sectionTexts[language].language}"
  >
    ${path === undefined ? '' : html`<input type="hidden" name="next" value="${path}" />`}
    ${LANGUAGES.map((each) =>
      each.language === language
        ? html`<b lang="${each.language}" aria-current="true">${each.name}</b>`
        : html`<button
            class="bare"
            name="language"
            value="${each.language}"
            lang="${each.language}"
          >
            ${each.name}
          </button>`,
    )}
  </form>`
}

/** The name, beside the silver ingot it comes from. */
export function brand(): Html {
  return html`<svg width="22" viewBox="0 0 24 15" fill="currentColor" aria-hidden="true">
      <path
        d="M.8 3.6c2.6 2.5 5 2.6 6.6.7a6 6 0 0 1 9.2 0c1.6 1.9 4 1.8 6.6-.7C23.6 10 19 14.2 12 14.2S.4 10 .8 3.6z"
      /></svg
    >Tael`
}

export function environmentTag(environment: string | undefined): Html | string {
  return environment === undefined ? '' : html`<span class="tag">${environment}</span>`
}

/** How long ago, with the exact time as a tooltip. */
export function age(at: number, view: FrameView): Html {
  return timeElement(at, view, displayAge(at, view.now, view.language))
}

/** The exact time, with the age as a tooltip. */
export function instant(at: number, view: FrameView): Html {
  return html`<time
    datetime="${new Date(at).toISOString()}"
    title="${displayAge(at, view.now, view.language)}"
    >${displayTime(at, view.timeZone, view.language)}</time
  >`
}

/** Any short form of an instant; the title says all of it. */
export function timeElement(at: number, view: FrameView, text: string): Html {
  const exact = displayTime(at, view.timeZone, view.language)
  return html`<time datetime="${new Date(at).toISOString()}" title="${exact}">${text}</time>`
}

/** When something in a list was made: the time, and the day beneath. */
export function whenCell(at: number, view: FrameView): Html {
  return html`<td class="when">
    ${timeElement(at, view, displayClock(at, view.timeZone, view.language))}
    <p class="soft small">${displayDay(at, view.timeZone, view.language)}</p>
  </td>`
}

/** What became of the last action, once. */
export function outcomeOf({
  outcome,
}: {
  readonly outcome?: { readonly text: string; readonly isBad: boolean } | undefined
}): Html | string {
  if (outcome === undefined) return ''
  return html`<p class="alert ${outcome.isBad ? '' : 'good'} outcome" role="status">
    ${outcome.text}
  </p>`
}

/** A status as a word and a color. */
export function badge(status: string, text: string): Html {
  return html`<span class="badge ${status}"><span>${text}</span></span>`
}
