import type { Scenario } from './scenario.ts'

/** Things that go wrong while a payer authorizes; they are set off by name, for a payer or anyone. */
export const OAUTH_SCENARIOS: readonly Scenario[] = [
  {
    name: 'oauth-callback-twice',
    on: 'visit',
    happens: 'WeChat comes back twice at once, with the same code; once with uin and key as well.',
    standsFor:
      'Pre-fetch, reload and the back button repeat the callback; a second exchange gets 40163.',
    faults: [{ effect: { kind: 'oauth', how: 'same-code-twice' } }],
  },
  {
    name: 'oauth-two-codes',
    on: 'visit',
    happens: 'The same, with two different codes for one state.',
    standsFor: 'The double redirect that WeChat SDKs report; only one attempt may result.',
    faults: [{ effect: { kind: 'oauth', how: 'two-codes' } }],
  },
  {
    name: 'oauth-code-expired',
    on: 'visit',
    happens: 'The code is older than five minutes when it arrives.',
    standsFor: 'A payer who left the page and came back: 42003, start OAuth once more.',
    faults: [{ effect: { kind: 'oauth', how: 'expired-code' } }],
  },
  {
    name: 'oauth-refused',
    on: 'visit',
    happens: 'The browser returns without a code.',
    standsFor: 'A payer who refuses to authorize.',
    faults: [{ effect: { kind: 'oauth', how: 'refused' } }],
  },
  {
    name: 'snapshot-user',
    on: 'visit',
    happens: 'Method 1: WeChat names a virtual payer, is_snapshotuser: 1, who cannot pay.',
    standsFor: 'A preview of the page; the payer has to press “use full service” first.',
    faults: [{ effect: { kind: 'snapshot-user' } }],
  },
  {
    name: 'openid-of-another-account',
    on: 'visit',
    happens: 'get_weixin_openid hands out an openid of another Official Account.',
    standsFor:
      'Appids mixed up between method 1 and method 2: sub_openid and sub_appid do not match.',
    faults: [{ effect: { kind: 'foreign-openid' } }],
  },
  {
    name: 'openid-answer-lost',
    on: 'visit',
    happens: 'The code is exchanged, and the connection breaks before the answer.',
    standsFor: 'An exchange must not be repeated: the code is spent. Start OAuth once more.',
    faults: [{ effect: { kind: 'cut', when: 'after' }, endpoint: 'get_weixin_openid' }],
  },
  {
    name: 'wechat-busy',
    on: 'visit',
    happens: 'WeChat answers the exchange of a code with -1, system busy.',
    standsFor: 'Method 1: repeat once; the code was not used.',
    faults: [
      { effect: { kind: 'respond', when: 'before', respcd: '1254' }, endpoint: 'access_token' },
    ],
  },
]
