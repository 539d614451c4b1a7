import { waitUntil } from '@tael/testing/patience'
import type { Tab } from './browser.ts'
import { serveSite, watched } from './watched-site.ts'

const BAD_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta name="viewport" content="width=device-width" />
    <title>Bad</title>
    <script src="/bad.js"></script>
  </head>
  <body>
    <main>
      <p style="width: 9000px">Too wide</p>
      <script>'forbidden'</script>
      <a class="act main" href="/">Small</a>
    </main>
  </body>
</html>`

/** Whether this browser shows us what we look for: a page that does all of it wrong has to be found out. */
export async function checkSelf(tab: Tab): Promise<readonly string[]> {
  const site = await serveSite(
    watched(
      (request) => {
        const isScript = new URL(request.url).pathname === '/bad.js'
        const headers = {
          'content-type': isScript ? 'text/javascript' : 'text/html',
          'content-security-policy': "default-src 'self'; style-src 'unsafe-inline'",
        }
        return Promise.resolve(new Response(isScript ? 'nobody.knows()' : BAD_PAGE, { headers }))
      },
      () => 'ready',
    ),
  )
  try {
    await tab.open(site.url)
    await waitUntil(
      'an error and a breach of the policy',
      () => tab.read('inPage.wrong()') as Promise<readonly string[]>,
      ({ length }) => length === 2,
    )
    const unreachable = (await tab.read('inPage.unreachable()')) as readonly string[]
    const excess = (await tab.read('inPage.excess(100)')) as number
    return unreachable.length === 1 && excess > 0
      ? []
      : ['a page that is too wide, with a button too small to press, is not found out']
  } catch (error) {
    return [`a page that breaks its policy is not found out: ${String(error)}`]
  } finally {
    await site.close()
  }
}
