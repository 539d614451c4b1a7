#!/usr/bin/env python3
"""WeChat Pay JSAPI through QFPay, from QFPay's public pages and Python's standard library.

  qfpay.py oauth redirect_uri=URL            the address to send the payer's WeChat to
  qfpay.py openid code=CODE                  who the payer is, from the code that came back
  qfpay.py payment out_trade_no=A1 txamt=1099 txcurrcd=HKD sub_openid=OPENID …
  qfpay.py cashier mchntnm=NAME txamt=1099 currency=HKD redirect_url=URL < payment's answer
  qfpay.py query out_trade_no=A1             what became of it: respcd 0000 in its row is paid
  qfpay.py refund syssn=SYSSN out_trade_no=R1 txamt=500
  qfpay.py notification X-QF-SIGN < body     whether QFPay wrote it

Parameters have QFPay's own names. Answers are printed as JSON; the exit status is 0 for 0000.
"""

import hashlib
import hmac
import json
import os
import sys
from datetime import datetime, timedelta, timezone
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import Request, urlopen

HOST = os.environ.get("QFPAY_HOST", "https://openapi-hk.qfapi.com")
CASHIER_HOST = os.environ.get("QFPAY_CASHIER_HOST", "https://o2-hk.qfapi.com")
APP_CODE = os.environ.get("QFPAY_APP_CODE", "")
CLIENT_KEY = os.environ.get("QFPAY_CLIENT_KEY", "")
MCHID = os.environ.get("QFPAY_MCHID")  # only if QFPay has issued one


def md5(data):
    """QFPay's signature of bytes: the hash of them and the key behind them."""
    return hashlib.md5(data + CLIENT_KEY.encode()).hexdigest().upper()


def sign(parameters):
    """Signs the plain values, in order of their names."""
    pairs = [f"{name}={parameters[name]}" for name in sorted(parameters)]
    return md5("&".join(pairs).encode())


def with_mchid(parameters):
    return {**parameters, "mchid": MCHID} if MCHID else parameters


def hong_kong_time():
    return datetime.now(timezone(timedelta(hours=8))).strftime("%Y-%m-%d %H:%M:%S")


def call(method, path, parameters):
    """Sends a signed request and returns QFPay's answer."""
    form = urlencode(parameters)
    request = Request(
        HOST + path + ("?" + form if method == "GET" else ""),
        data=form.encode() if method == "POST" else None,
        method=method,
        headers={"X-QF-APPCODE": APP_CODE, "X-QF-SIGN": sign(parameters)},
    )
    try:
        with urlopen(request, timeout=30) as answer:
            return json.load(answer)
    except HTTPError as error:
        sys.exit(f"HTTP {error.code}: if this was to move money, query before you try again.")
    except URLError as error:
        sys.exit(f"No answer ({error.reason}): if this was to move money, query first.")


def oauth(parameters):
    signed = with_mchid({"app_code": APP_CODE, **parameters})
    query = urlencode({**signed, "sign": sign(signed)}, quote_via=quote)
    return f"{HOST}/tool/v1/get_weixin_oauth_code?{query}"


def openid(parameters):
    return call("GET", "/tool/v1/get_weixin_openid", with_mchid(parameters))


def payment(parameters):
    order = {"pay_type": "800207", "txdtm": hong_kong_time(), **parameters}
    return call("POST", "/trade/v1/payment", with_mchid(order))


def cashier(parameters):
    shown = {**parameters, **json.load(sys.stdin)["pay_params"]}
    return f"{CASHIER_HOST}/q/direct?{urlencode(shown, quote_via=quote)}"


def query(parameters):
    return call("POST", "/trade/v1/query", with_mchid(parameters))


def refund(parameters):
    return call("POST", "/trade/v1/refund", with_mchid({"txdtm": hong_kong_time(), **parameters}))


def notification(signature):
    """The signature is over the bytes as they came: check before anything parses them."""
    body = sys.stdin.buffer.read()
    if not hmac.compare_digest(md5(body), signature.upper()):
        sys.exit("This does not come from QFPay: drop it.")
    return json.loads(body)


COMMANDS = {command.__name__: command for command in (oauth, openid, payment, cashier, query, refund)}


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "notification":
        result = notification(arguments[1])
    elif arguments and arguments[0] in COMMANDS and all("=" in pair for pair in arguments[1:]):
        result = COMMANDS[arguments[0]](dict(pair.split("=", 1) for pair in arguments[1:]))
    else:
        sys.exit(__doc__)
    print(result if isinstance(result, str) else json.dumps(result, ensure_ascii=False, indent=2))
    if isinstance(result, dict) and result.get("respcd") != "0000":
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
