import { DEMO } from '../../../src/index.ts'
import { type Client, bytes, message } from './write-request.ts'

export const OWN = DEMO.merchantAccount

export const OF_WECHAT: readonly Client[] = [
  {
    of: 'a library that puts the secret first',
    reads: /"openid":"o/,
    sends({ code }) {
      const query = `secret=${OWN.secret}&grant_type=authorization_code&code=${code}&appid=${OWN.appid}`
      return message(`GET /sns/oauth2/access_token?${query}`, ['Accept: application/json'])
    },
  },
  {
    of: 'a library that asks for the stable token',
    reads: /"access_token":".*"expires_in":7200/,
    sends() {
      const body = JSON.stringify({
        grant_type: 'client_credential',
        appid: OWN.appid,
        secret: OWN.secret,
        force_refresh: false,
      })
      const head = ['Content-Type: application/json', `Content-Length: ${bytes(body)}`]
      return message('POST /cgi-bin/stable_token', head, body)
    },
  },
  {
    of: 'a library whose code is spent, and that looks at errcode alone',
    reads: /"errcode":40029/,
    sends() {
      const query = `appid=${OWN.appid}&secret=${OWN.secret}&code=none&grant_type=authorization_code`
      return message(`GET /sns/oauth2/access_token?${query}`, [])
    },
  },
]
