/** An OAuth code works once, so there is nothing to enquire and nothing to retry. */
export const AUTHORIZE_AGAIN = 'Send the payer through the authorization once more, then stop.'

const CODE_ENDPOINTS: readonly string[] = ['/tool/v1/get_weixin_openid', '/sns/oauth2/access_token']

/** What to do after an answer that proves nothing: `advice`, unless the request used up a code. */
export function hintAfter(endpoint: string, advice: string): string {
  return CODE_ENDPOINTS.includes(endpoint) ? AUTHORIZE_AGAIN : advice
}
