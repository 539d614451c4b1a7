// A form that a passkey answers. Shown only where the browser has passkeys; the device's answer goes with the form.
;(function () {
  'use strict'

  const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-passkey]'))
  const offers = /** @type {typeof PublicKeyCredential | undefined} */ (self.PublicKeyCredential)
  if (!form || !offers || !offers.parseRequestOptionsFromJSON) return
  const asked = JSON.parse(form.dataset.passkey || '{}')
  const answer = /** @type {HTMLInputElement} */ (form.elements.namedItem('answer'))
  const refused = /** @type {HTMLElement} */ (form.querySelector('[data-refused]'))
  let isAsking = false

  form.hidden = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!isAsking) send(form, offers)
  })

  /**
   * Asks the device, and sends the form with its answer.
   * @param {HTMLFormElement} form
   * @param {typeof PublicKeyCredential} passkeys
   */
  async function send(form, passkeys) {
    isAsking = true
    refused.hidden = true
    try {
      const credential = asked.user
        ? await navigator.credentials.create({
            publicKey: passkeys.parseCreationOptionsFromJSON(asked),
          })
        : await navigator.credentials.get({
            publicKey: passkeys.parseRequestOptionsFromJSON(asked),
          })
      if (!(credential instanceof passkeys)) throw new TypeError('The browser gave no passkey')
      answer.value = JSON.stringify(credential.toJSON())
      form.submit()
    } catch (_) {
      refused.hidden = false
    }
    isAsking = false
  }
})()
