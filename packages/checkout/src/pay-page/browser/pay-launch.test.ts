import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openPayPages, polled } from '../../../test/support/pay-page-visit.ts'
import { bridge, calls, conclude } from '../../../test/support/sample-bridge.ts'
import { SAMPLE_PAY_PARAMS } from '../../../test/support/sample-payer-pages.ts'

describe('the page that opens WeChat’s payment', () => {
  const { open } = openPayPages()

  test('a page stops reloading while it starts the payment over', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    const asked = polled(page)
    await page.goto(visit.origin)
    await asked
    await conclude(page, { err_msg: 'get_brand_wcpay_request:fail' })
    await page.locator('main').evaluate((main) => main.setAttribute('data-authorize-path', '/slow'))
    const givesUp = page.waitForEvent('requestfailed', (request) =>
      request.url().includes('/waits'),
    )
    const movesOn = page.waitForRequest(/[?]s=created/)
    const slow = page.waitForRequest('**/slow')
    const pressed = page.getByRole('button', { name: 'Try again' }).dispatchEvent('click')
    await slow
    // What the server does to start over is a new status as well.
    visit.answer({ body: { status: 'created' } })
    await Promise.any([givesUp, movesOn])
    await visit.answerSlowLink()
    await pressed
    await page.getByRole('heading', { name: 'Elsewhere' }).waitFor()
  })

  test('the payment opens once automatically, with unchanged parameters', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto(visit.origin)
    assert.deepEqual(await calls(page), [
      { name: 'getBrandWCPayRequest', params: SAMPLE_PAY_PARAMS },
    ])
    await page.reload()
    assert.deepEqual(await calls(page), [])
  })

  test('the page waits for a bridge that appears late', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.goto(visit.origin)
    await page.clock.runFor(3_000)
    await page.evaluate(bridge, { isLate: true })
    assert.equal((await calls(page)).length, 1)
    await page.clock.runFor(10_000)
    assert.equal(await page.getByText('isn’t responding on this page').isVisible(), false)
  })

  test('without a bridge the page says where the payment can be made', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.goto(visit.origin)
    await page.clock.runFor(6_000)
    await page.getByText('Open this page in WeChat on your phone').waitFor()
  })

  test('a payer who closes WeChat’s sheet can pay again with the same order, tapping once or twice', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto(visit.origin)
    await conclude(page, { err_msg: 'get_brand_wcpay_request:cancel' })
    await page.getByText('was not completed').waitFor()
    const button = page.getByRole('button', { name: 'Pay HK$1,288.00' })
    await button.evaluate(tapTwice)
    assert.equal(await page.getByText('was not completed').isVisible(), false)
    const made = await calls(page)
    assert.equal(made.length, 2)
    assert.deepEqual(made[1]?.params, SAMPLE_PAY_PARAMS)
  })

  test('WeChat’s reason is shown in its own words', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto(visit.origin)
    await conclude(page, {
      err_msg: 'get_brand_wcpay_request:fail',
      err_desc: '当前页面的URL未注册',
    })
    await page.getByText('WeChat says: 当前页面的URL未注册').waitFor()
  })

  test('each refusal of WeChat’s is reported to the server once', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto(visit.origin)
    const told = page.waitForRequest('**/said')
    await conclude(page, { err_msg: 'get_brand_wcpay_request:fail_no permission to execute' })
    await page.getByText('WeChat says: no permission to execute').waitFor()
    assert.equal((await told).postData(), 'no permission to execute')
  })

  test('a failed payment is not opened again: the button starts over', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto(visit.origin)
    await conclude(page, { err_msg: 'get_brand_wcpay_request:fail' })
    const anew = page.waitForRequest(/authorize=1/)
    await page.getByRole('button', { name: 'Try again' }).click()
    await anew
  })

  test('when WeChat says ok the payer waits on the confirming page, and back does not pay again', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto('about:blank')
    await page.goto(visit.origin)
    await conclude(page, { err_msg: 'get_brand_wcpay_request:ok' })
    await page.waitForURL('**/return')
    await page.getByRole('heading', { name: 'Confirming your payment…' }).waitFor()
    await page.goBack()
    assert.equal(page.url(), 'about:blank')
  })

  test('a callback that comes twice, or late, decides nothing more', async (t) => {
    const visit = await open(t, 'launch')
    const { page } = visit
    await page.addInitScript(bridge, { isLate: false })
    await page.goto(visit.origin)
    await conclude(page, { err_msg: 'get_brand_wcpay_request:cancel' })
    await conclude(page, { err_msg: 'get_brand_wcpay_request:fail' })
    assert.equal(await page.getByText('didn’t go through').isVisible(), false)
  })
})

/** Runs in the page. */
function tapTwice(element: unknown): void {
  const button = element as { click: () => void }
  button.click()
  button.click()
}
