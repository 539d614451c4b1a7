// What a mock is that knows nothing: for each path it has one answer.
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'

const ANSWERS: Readonly<Record<string, object>> = {
  '/tool/v1/get_weixin_openid': { openid: 'oSBX0123456789abcdefghijklmn' },
  '/trade/v1/payment': {
    syssn: '20251122183000020000001234',
    pay_params: {
      appId: 'wxdec0de0000000001',
      timeStamp: '1763807401',
      nonceStr: 'a8f3c1d5e7b94f60',
      package: 'prepay_id=wx2218300112345678901234567890123456',
      signType: 'MD5',
      paySign: '0123456789ABCDEF0123456789ABCDEF',
    },
  },
  '/trade/v1/query': { page: 1, page_size: 100, data: [] },
}

createServer((request, response) => {
  const [path = ''] = (request.url ?? '').split('?')
  void text(request).then(() => {
    response.writeHead(200, { 'content-type': 'application/json; charset=UTF-8' })
    response.end(JSON.stringify({ respcd: '0000', respmsg: 'success', ...ANSWERS[path] }))
  })
}).listen(Number(process.env['PORT']), '127.0.0.1', () => process.stdout.write('listening\n'))
