import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Browser, Kind, Tab } from './browser.ts'
import { driveBrowsers, driveEach, outcomeOf } from './drive-browsers.ts'

const LACKS = 'not on this machine; Debian: apt-get install it'

const options = (endAt: number) => {
  const said: string[] = []
  return { seed: 1, endAt, said, say: (line: string) => void said.push(line) }
}

/** A browser that starts, and then does whatever a test makes of its tab. */
function browserWith(tab: Partial<Tab>): { readonly kind: Kind; readonly closed: () => number } {
  let closed = 0
  const broken = () => Promise.reject(new Error('the browser has crashed'))
  const all: Tab = {
    open: broken,
    back: broken,
    reload: broken,
    resize: broken,
    read: broken,
    tap: broken,
    hide: broken,
    picture: broken,
    ...tab,
  }
  const start = (): Promise<Browser> =>
    Promise.resolve({
      name: 'Netscape',
      version: '4.7',
      tab: all,
      silence: new Promise(() => undefined),
      close() {
        closed += 1
        return Promise.resolve()
      },
    })
  const kind = { name: 'Netscape', keepsCookiesInFrames: false, find: () => ({ start }) }
  return { kind, closed: () => closed }
}

test('a browser that is not there is named with where it comes from, and breaks nothing', async () => {
  const absent = { name: 'Netscape', keepsCookiesInFrames: false, find: () => ({ lacks: LACKS }) }
  const given = options(Infinity)
  const outcome = outcomeOf(await driveEach(given, [absent]))
  assert.deepEqual(outcome, { done: 'nothing', broken: [], notRun: `Netscape: ${LACKS}` })
  assert.deepEqual(given.said, [`Netscape: ${LACKS}`])
})

test('a browser that does not show the faults of a bad page is not trusted', async () => {
  const { kind, closed } = browserWith({})
  const { done, broken, notRun } = outcomeOf(await driveEach(options(0), [kind]))
  assert.equal(done, '0 pages, 0 steps in Netscape 4.7')
  assert.equal(broken.length, 1)
  assert.match(broken[0] ?? '', /^Netscape: a page that breaks its policy is not found out/)
  assert.match(notRun ?? '', /^Netscape: no time was left for \d+ checks$/)
  assert.equal(closed(), 1)
})

test('a browser that cannot start is broken, and nothing waits for it', async () => {
  const start = () => Promise.reject(new Error('it has no screen'))
  const kind = { name: 'Netscape', keepsCookiesInFrames: false, find: () => ({ start }) }
  const { broken } = outcomeOf(await driveEach(options(Infinity), [kind]))
  assert.deepEqual(broken, ['Netscape: it cannot be driven: it has no screen'])
})

test('a machine without any browser has nothing broken', async (t) => {
  const { PATH } = process.env
  t.after(() => {
    process.env['PATH'] = PATH
  })
  process.env['PATH'] = ''
  const { broken, notRun } = await driveBrowsers(options(0))
  assert.deepEqual(broken, [])
  assert.match(
    notRun ?? '',
    /WebKit: not on this machine; Debian: apt-get install webkit2gtk-driver xvfb/,
  )
})
