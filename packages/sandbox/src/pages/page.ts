import { readFileSync } from 'node:fs'
import { html } from 'hono/html'

type Markup = ReturnType<typeof html>

const FILES = { 'page.css': 'text/css', 'pay.js': 'text/javascript' } as const

/** A page of the gateway or of WeChat. `html` escapes everything in the body. */
export async function page(
  { title, status = 200 }: { readonly title: string; readonly status?: number },
  body: Markup,
): Promise<Response> {
  const text = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/q/page.css" />
      </head>
      <body>
        ${body}
      </body>
    </html>`
  return new Response((await text).toString(), {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'",
      'cache-control': 'no-store',
    },
  })
}

/** A page that says what is wrong and what to do. */
export function noticePage(
  { title, status }: { readonly title: string; readonly status: number },
  message: string,
  hint: string,
): Promise<Response> {
  return page(
    { title, status },
    html`<main>
      <h1>${title}</h1>
      <p>${message}</p>
      <p class="hint">${hint}</p>
    </main>`,
  )
}

/** The notice that WeChat shows in any other browser. */
export function openInWechatPage(status: number): Promise<Response> {
  return noticePage(
    { title: 'Open in WeChat', status },
    'This page can be opened in the WeChat client only.',
    'The user agent says MicroMessenger in WeChat. In the sandbox’s phone every page is in WeChat.',
  )
}

/** The style sheet and the script of the pages; undefined for another path. */
export function pageFile(pathname: string): Response | undefined {
  const name = pathname.slice('/q/'.length)
  if (!pathname.startsWith('/q/') || !isFile(name)) return undefined
  const text = readFileSync(new URL(`./browser/${name}`, import.meta.url))
  return new Response(text, { headers: { 'content-type': `${FILES[name]}; charset=utf-8` } })
}

function isFile(name: string): name is keyof typeof FILES {
  return Object.hasOwn(FILES, name)
}
