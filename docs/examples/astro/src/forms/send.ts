// In the browser: sends a form by fetch, files first, and shows what was wrong where it is.
import { print } from '@0no-co/graphql.web'
import type { TadaDocumentNode } from 'gql.tada'

import { StartForm, SubmitForm } from '../api/forms'

interface Mistake {
  field?: string | null
  code?: string
  message: string
}
interface Value {
  name: string
  value?: string
  values?: string[]
}

class Refused extends Error {
  constructor(readonly mistakes: Mistake[]) {
    super(mistakes[0]?.message)
  }
}

const LATER = 'Não foi possível enviar agora. O que você escreveu continua aqui: tente de novo em alguns minutos.'

export function listen(form: HTMLFormElement) {
  // The time between this and the sending tells people from robots.
  let token = start(form)
  // A failure is told when the form is sent, which asks again.
  token.catch(() => {})
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const button = form.querySelector<HTMLButtonElement>('button[type=submit]')!
    button.disabled = true
    show(form, [])
    try {
      if (!form.checkValidity()) throw new Refused(whatTheBrowserSays(form))
      await send(form, await token.catch(() => (token = start(form))))
      form.hidden = true
      const thanks = document.getElementById('agradecimento')!
      thanks.hidden = false
      thanks.focus()
    } catch (error) {
      const mistakes = error instanceof Refused ? error.mistakes : [{ message: LATER }]
      // A day has passed, or these answers were sent before: the next try is a new one.
      if (mistakes.some(({ code }) => code === 'EXPIRED' || code === 'ALREADY_SUBMITTED')) token = start(form)
      token.catch(() => {})
      show(form, mistakes)
    } finally {
      button.disabled = false
    }
  })
}

async function start(form: HTMLFormElement): Promise<string> {
  const { startForm } = await ask(form, StartForm, { page: form.dataset.page! })
  if (!startForm.token) throw new Refused(startForm.errors)
  return startForm.token
}

async function send(form: HTMLFormElement, token: string) {
  const input = {
    page: form.dataset.page!,
    token,
    values: await valuesOf(form, token),
    consent: form.querySelector<HTMLInputElement>('[name=consent]:checked')?.value,
  }
  const { submitForm } = await ask(form, SubmitForm, { input })
  if (!submitForm.submitted) throw new Refused(submitForm.errors)
}

async function valuesOf(form: HTMLFormElement, token: string): Promise<Value[]> {
  const values = new Map<string, Value>()
  for (const input of form.querySelectorAll<HTMLInputElement>('input, select, textarea')) {
    const { name, type, value } = input
    if (name === 'consent') continue
    const isOne = type !== 'file' && !(type === 'checkbox' && input.closest('fieldset'))
    if (!values.has(name)) values.set(name, isOne ? { name, value: '' } : { name, values: [] })
    const known = values.get(name)!
    if (type === 'file') known.values = await upload(form, token, input)
    else if ((type === 'checkbox' || type === 'radio') && !input.checked) continue
    else if (isOne) known.value = value
    else known.values!.push(value)
  }
  return [...values.values()]
}

async function upload(form: HTMLFormElement, token: string, input: HTMLInputElement): Promise<string[]> {
  const tokens: string[] = []
  for (const file of input.files ?? []) {
    const body = new FormData()
    body.set('page', form.dataset.page!)
    body.set('field', input.name)
    body.set('file', file)
    const response = await fetch(new URL('/forms/upload/', form.dataset.api), {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    })
    const answer = (await response.json()) as { token: string | null; errors: Mistake[] }
    if (!answer.token) throw new Refused(answer.errors)
    tokens.push(answer.token)
  }
  return tokens
}

async function ask<Data, Variables>(
  form: HTMLFormElement,
  document: TadaDocumentNode<Data, Variables>,
  variables: Variables,
): Promise<Data> {
  const response = await fetch(form.dataset.api!, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: print(document), variables }),
  })
  const { data, errors } = (await response.json()) as { data?: Data; errors?: { message: string }[] }
  if (errors || !data) throw new Error(errors?.[0]?.message)
  return data
}

function whatTheBrowserSays(form: HTMLFormElement): Mistake[] {
  const fields = form.querySelectorAll<HTMLInputElement>('input:invalid, select:invalid, textarea:invalid')
  const first = new Map([...fields].reverse().map((field) => [field.name, field]))
  return [...first.values()].reverse().map(({ name, validationMessage }) => ({ field: name, message: validationMessage }))
}

/** Shows each mistake beside its field, the others above the button, and takes the visitor to the first. */
function show(form: HTMLFormElement, mistakes: Mistake[]) {
  for (const shown of form.querySelectorAll<HTMLElement>('.error')) shown.hidden = true
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid')
  const others: string[] = []
  for (const { field, message } of mistakes) {
    const place = form.querySelector(`[data-field="${CSS.escape(field ?? '')}"]`)
    const error = place?.querySelector<HTMLElement>('.error')
    if (!place || !error) {
      others.push(message)
      continue
    }
    error.textContent = message
    error.hidden = false
    for (const input of place.querySelectorAll('input, select, textarea')) input.setAttribute('aria-invalid', 'true')
  }
  const rest = form.querySelector<HTMLElement>('#formulario-erro')!
  rest.textContent = others.join(' ')
  rest.hidden = !others.length
  form.querySelector<HTMLElement>('[aria-invalid]')?.focus()
}
