import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { isPublicAddress, targetProblem } from './webhook-target.ts'

/** Addresses that lead, or once led somebody, into a private network; each with its disguise. */
const PRIVATE_TARGETS = [
  'https://127.0.0.1/',
  'https://127.1/',
  'https://127.0.1/',
  'https://2130706433/',
  'https://0x7f000001/',
  'https://0x7f.0x0.0x0.0x1/',
  'https://0177.0.0.1/',
  'https://017700000001/',
  'https://127.000.000.001/',
  'https://127.0.0.1./',
  'https://①②⑦.⓪.⓪.①/',
  'https://127。0。0。1/',
  'https://%31%32%37.0.0.1/',
  'https://127.255.255.254/',
  'https://0.0.0.0/',
  'https://0/',
  'https://0.1.2.3/',
  'https://10.0.0.1/',
  'https://10.255.255.255/',
  'https://167772161/',
  'https://172.16.0.1/',
  'https://172.31.255.255/',
  'https://192.168.0.1/',
  'https://0xc0a80001/',
  'https://169.254.0.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://2852039166/',
  'https://0xa9fea9fe/',
  'https://0251.0376.0251.0376/',
  'https://100.64.0.1/',
  'https://100.100.100.200/',
  'https://100.127.255.255/',
  'https://168.63.129.16/',
  'https://192.0.0.192/',
  'https://192.0.2.1/',
  'https://198.18.0.1/',
  'https://198.51.100.1/',
  'https://203.0.113.1/',
  'https://192.88.99.1/',
  'https://224.0.0.1/',
  'https://240.0.0.1/',
  'https://255.255.255.255/',
  'https://[::]/',
  'https://[::1]/',
  'https://[0:0:0:0:0:0:0:1]/',
  'https://[::127.0.0.1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[::ffff:7f00:1]/',
  'https://[::ffff:10.0.0.1]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[::ffff:0:127.0.0.1]/',
  'https://[64:ff9b::127.0.0.1]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://[64:ff9b:1::a00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[2002:a9fe:a9fe::]/',
  'https://[2001:0:7f00:1::]/',
  'https://[2001:db8::1]/',
  'https://[3fff::1]/',
  'https://[5f00::1]/',
  'https://[100::1]/',
  'https://[fc00::1]/',
  'https://[fd00:ec2::254]/',
  'https://[fe80::1]/',
  'https://[fec0::1]/',
  'https://[ff02::1]/',
  'https://localhost/',
  'https://LOCALHOST./',
  'https://shop.localhost/',
  'https://printer.local/',
  'https://metadata.google.internal/',
  'https://router.home.arpa/',
  'https://intranet/',
]

const REFUSED_OTHERWISE = [
  'http://shop.example.com/webhooks',
  'ftp://shop.example.com/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'gopher://shop.example.com/',
  'https://user:password@shop.example.com/',
  'https://shop.example.com@127.0.0.1/',
  'https://shop.example.com/#fragment',
  '//shop.example.com/',
  'shop.example.com',
  'https://',
  '',
]

const PUBLIC_TARGETS = [
  'https://shop.example.com/webhooks?shop=1',
  'https://shop.example.com:8443/',
  'https://商店.example.com/',
  'https://8.8.8.8/',
  'https://172.32.0.1/',
  'https://100.128.0.1/',
  'https://[2606:4700:4700::1111]/',
  'https://[::ffff:8.8.8.8]/',
]

describe("a webhook's target", () => {
  for (const url of PRIVATE_TARGETS) {
    it(`is refused when it is ${url}`, () => {
      assert.match(
        targetProblem(url, { allowPrivate: false }) ?? 'accepted',
        /public address|absolute address/,
      )
    })
  }

  for (const url of REFUSED_OTHERWISE) {
    it(`is refused when it is ${url || 'empty'}`, () => {
      assert.notEqual(targetProblem(url, { allowPrivate: false }), undefined)
    })
  }

  for (const url of PUBLIC_TARGETS) {
    it(`is accepted when it is ${url}`, () => {
      assert.equal(targetProblem(url, { allowPrivate: false }), undefined)
    })
  }

  it("may be in the operator's own network, over http, if they allow it, but nothing stranger", () => {
    const allowed = { allowPrivate: true }
    assert.equal(targetProblem('http://127.0.0.1:3000/webhooks', allowed), undefined)
    assert.equal(targetProblem('http://shop.internal/webhooks', allowed), undefined)
    assert.notEqual(targetProblem('file:///etc/passwd', allowed), undefined)
    assert.notEqual(targetProblem('http://user@127.0.0.1/', allowed), undefined)
  })

  it('is refused if DNS gives an unreadable answer', () => {
    for (const answer of ['', 'localhost', '1.2.3.4.5', 'fe80::1%eth0', '127.0.0.1:80']) {
      assert.equal(isPublicAddress(answer), false, answer)
    }
  })
})
