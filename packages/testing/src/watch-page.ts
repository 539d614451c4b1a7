import type { Page } from 'playwright-core'

export type PageFaults = {
  /** What the page was refused by its own policy, and errors of its scripts, so far. */
  readonly list: () => Promise<readonly string[]>
}

type Issue = {
  readonly code: string
  readonly details: {
    readonly contentSecurityPolicyIssueDetails?: {
      readonly violatedDirective: string
      readonly blockedURL?: string
    }
  }
}

/**
 * Watches a page of Chromium for violations of its policy and errors of its scripts, and for nothing
 * else: what a browser chooses to say on its console is another one tomorrow.
 */
export async function watchPage(page: Page): Promise<PageFaults> {
  const found: string[] = []
  page.on('pageerror', ({ message }) => found.push(`script: ${message}`))
  const inspector = await page.context().newCDPSession(page)
  inspector.on('Audits.issueAdded', ({ issue }: { issue: Issue }) => {
    const violation = issue.details.contentSecurityPolicyIssueDetails
    if (violation === undefined) return
    found.push(`policy: ${violation.violatedDirective} forbids ${violation.blockedURL ?? 'inline'}`)
  })
  await inspector.send('Audits.enable')
  return {
    async list() {
      // Findings from before are reported before the answer.
      await inspector.send('Audits.enable')
      return found
    },
  }
}
