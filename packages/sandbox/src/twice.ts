/**
 * Sent by a browser that comes back twice from WeChat's authorization itself, with its cookies: the phone, and
 * those that tests drive. The answer then names under it the address to request besides the location.
 */
export const TWICE = 'x-sandbox-twice'
