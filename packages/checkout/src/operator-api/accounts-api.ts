import { createRoute, z } from '@hono/zod-openapi'
import { QfpayConfigurationError } from '@tael/qfpay'
import type { Context } from 'hono'
import { newApiKey } from '../accounts/account-settings.ts'
import type { Account } from '../accounts/account.ts'
import { addAccount } from '../accounts/add-account.ts'
import { KEY_STATES } from '../accounts/api-key.ts'
import { addApiKey, readApiKeyPage, revokeApiKey, rollApiKey } from '../accounts/api-keys.ts'
import { AccountChangeError, changeAccount } from '../accounts/change-account.ts'
import { readAccountById, readAccountPage } from '../accounts/read-accounts.ts'
import type { Deps } from '../deps.ts'
import {
  acting,
  createApi,
  errorResponses,
  json,
  jsonBody,
  operatorNeeds,
  alsoFor,
  ownAccount,
  type Api,
  type ApiEnv,
} from '../http/api.ts'
import { ApiError } from '../http/error.ts'
import { flagInQuery, idInQuery, listOf, listQuery, listSchema, pageOf } from '../http/list.ts'
import {
  accountChangeSchema,
  accountResource,
  accountSchema,
  addedAccountSchema,
  apiKeyResource,
  apiKeySchema,
  apiKeyWithSecret,
  apiKeyWithSecretSchema,
  newAccountSchema,
} from './account-resource.ts'

const ACCOUNTS = '/v1/accounts'
const ACCOUNT = `${ACCOUNTS}/{account}`
const KEYS = `${ACCOUNT}/api_keys`
const ALL_KEYS = '/v1/api_keys'
const KEY = `${ALL_KEYS}/{key}`
const administer = operatorNeeds('administer')
const accountParam = z.object({ account: z.string() })
const keyParam = z.object({ key: z.string() })

const add = createRoute({
  method: 'post',
  path: ACCOUNTS,
  operationId: 'addAccount',
  summary: 'Add a merchant account and its first API key',
  description: 'The key is shown in this answer only. Credentials are never shown.',
  ...administer,
  request: jsonBody(newAccountSchema),
  responses: { 201: json('The account', addedAccountSchema), ...errorResponses(413, 415) },
})

const list = createRoute({
  method: 'get',
  path: ACCOUNTS,
  operationId: 'listAccounts',
  summary: 'List merchant accounts, newest first',
  description: 'An API key sees its own account only.',
  ...alsoFor('read'),
  request: { query: listQuery('acc', 'an account', { disabled: flagInQuery }) },
  responses: {
    200: json('A page', listSchema(accountSchema, 'AccountList')),
    ...errorResponses(),
  },
})

const retrieve = createRoute({
  method: 'get',
  path: ACCOUNT,
  operationId: 'retrieveAccount',
  summary: 'Retrieve a merchant account',
  ...alsoFor('read'),
  request: { params: accountParam },
  responses: { 200: json('The account', accountSchema), ...errorResponses(404) },
})

const update = createRoute({
  method: 'patch',
  path: ACCOUNT,
  operationId: 'updateAccount',
  summary: 'Change, disable or enable a merchant account',
  description:
    'Fields that you leave out stay; null removes an mchid or a request limit. The change counts from the next request to QFPay, in every process. A disabled account accepts no new payments; open ones continue.',
  ...administer,
  request: { params: accountParam, ...jsonBody(accountChangeSchema) },
  responses: { 200: json('The account', accountSchema), ...errorResponses(404, 413, 415) },
})

const listKeys = createRoute({
  method: 'get',
  path: ALL_KEYS,
  operationId: 'listApiKeys',
  summary: 'List API keys, newest first, including those that ended',
  description: 'Without their secrets. An API key sees those of its own account only.',
  ...alsoFor('read'),
  request: {
    query: listQuery('key', 'an API key', {
      account: idInQuery('acc', 'an account'),
      status: z.enum(KEY_STATES).optional(),
    }),
  },
  responses: {
    200: json('A page', listSchema(apiKeySchema, 'ApiKeyList')),
    ...errorResponses(404),
  },
})

const addKey = createRoute({
  method: 'post',
  path: KEYS,
  operationId: 'addApiKey',
  summary: 'Add an API key to an account',
  description: 'Its secret is shown in this answer only.',
  ...administer,
  request: {
    params: accountParam,
    ...jsonBody(newApiKey.openapi('NewApiKey')),
  },
  responses: {
    201: json('The key', apiKeyWithSecretSchema),
    ...errorResponses(404, 413, 415),
  },
})

const revokeKey = createRoute({
  method: 'post',
  path: `${KEY}/revoke`,
  operationId: 'revokeApiKey',
  summary: 'Revoke an API key that has leaked or is not needed',
  description: 'From then on, no process accepts a request with it.',
  ...administer,
  request: { params: keyParam },
  responses: { 200: json('The key', apiKeySchema), ...errorResponses(404, 413, 415) },
})

const rollKey = createRoute({
  method: 'post',
  path: `${KEY}/roll`,
  operationId: 'rollApiKey',
  summary: 'Add an API key in place of another, which works for one more day',
  ...administer,
  request: { params: keyParam },
  responses: {
    201: json('The new key', apiKeyWithSecretSchema),
    ...errorResponses(404, 413, 415),
  },
})

/** The operators' API for merchant accounts and their keys. */
export function accountsApi(deps: Deps): Api {
  const api = createApi()
  const now = (): Date => deps.clock.now()
  const shown = (account: Account) => accountResource(account, deps.publicUrl)
  /** The account, if the actor may see it. Another account's counts as unknown. */
  const visible = async (c: Context<ApiEnv>, id: string): Promise<Account> => {
    const own = ownAccount(c)
    return there(own === undefined || own.id === id ? await readAccountById(deps, id) : undefined)
  }

  api.openapi(add, async (c) => {
    const { account, apiKey } = await refusing(addAccount(acting(deps, c), c.req.valid('json')))
    return c.json({ ...shown(account), api_key: apiKeyWithSecret(apiKey, now()) }, 201)
  })

  api.openapi(list, async (c) => {
    const query = c.req.valid('query')
    const page = { ...pageOf(query), id: ownAccount(c)?.id, isDisabled: query.disabled }
    const { accounts, hasMore } = await readAccountPage(deps, page)
    return c.json(listOf(ACCOUNTS, accounts.map(shown), hasMore), 200)
  })

  api.openapi(retrieve, async (c) => {
    return c.json(shown(await visible(c, c.req.valid('param').account)), 200)
  })

  api.openapi(update, async (c) => {
    const { account } = c.req.valid('param')
    const changed = await refusing(changeAccount(acting(deps, c), account, c.req.valid('json')))
    return c.json(shown(there(changed)), 200)
  })

  api.openapi(listKeys, async (c) => {
    const query = c.req.valid('query')
    const named = query.account === undefined ? ownAccount(c) : await visible(c, query.account)
    const inState = query.status && { state: query.status, now: now() }
    const page = { ...pageOf(query), accountId: named?.id, inState }
    const { keys, hasMore } = await readApiKeyPage(deps, page)
    const data = keys.map((key) => apiKeyResource(key, now()))
    return c.json(listOf(ALL_KEYS, data, hasMore), 200)
  })

  api.openapi(addKey, async (c) => {
    const { account } = c.req.valid('param')
    const added = there(await addApiKey(acting(deps, c), account, c.req.valid('json')))
    return c.json(apiKeyWithSecret(added, now()), 201)
  })

  api.openapi(revokeKey, async (c) => {
    const revoked = await revokeApiKey(acting(deps, c), c.req.valid('param').key)
    return c.json(apiKeyResource(thereKey(revoked), now()), 200)
  })

  api.openapi(rollKey, async (c) => {
    const rolled = await rollApiKey(acting(deps, c), c.req.valid('param').key)
    return c.json(apiKeyWithSecret(thereKey(rolled), now()), 201)
  })

  return api
}

function there<Found>(found: Found | undefined): Found {
  if (found !== undefined) return found
  throw new ApiError('not_found', 'There is no such account: GET /v1/accounts lists them')
}

function thereKey<Found>(found: Found | undefined): Found {
  if (found !== undefined) return found
  throw new ApiError('not_found', 'There is no such API key, or it has ended')
}

async function refusing<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    const isTheirs = error instanceof AccountChangeError || error instanceof QfpayConfigurationError
    throw isTheirs ? new ApiError('invalid_parameter', error.message) : error
  }
}
