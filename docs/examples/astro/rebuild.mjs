// Builds the site again when the CMS says that something changed:
//   WEBHOOK_SECRET=whsec_... node rebuild.mjs 9000 [command, by default: npm run build]
// A change that comes while a build runs is in the next one: there is never more than one waiting.
import { spawn } from 'node:child_process'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer } from 'node:http'

const TOLERANCE = 5 * 60
const LONGEST = 1024 * 1024
const QUIET = 500 // milliseconds without a message before a build begins: what is changed together is built together
const [port, ...command] = process.argv.slice(2)
const key = Buffer.from((process.env.WEBHOOK_SECRET ?? '').replace(/^whsec_/, ''), 'base64')
if (!key.length || !port) throw new Error('Usage: WEBHOOK_SECRET=whsec_... node rebuild.mjs PORT [COMMAND]')

/** Whether somebody who knows the secret sent this body just now. */
function isGenuine(headers, body) {
  const moment = headers['webhook-timestamp'] ?? ''
  if (!/^\d+$/.test(moment) || Math.abs(Date.now() / 1000 - Number(moment)) > TOLERANCE) return false
  const ours = createHmac('sha256', key).update(`${headers['webhook-id']}.${moment}.`).update(body).digest()
  return (headers['webhook-signature'] ?? '').split(' ').some((signature) => {
    const [version, text = ''] = signature.split(',')
    const theirs = Buffer.from(text, 'base64')
    return version === 'v1' && theirs.length === ours.length && timingSafeEqual(theirs, ours)
  })
}

let timer
let isBuilding = false
let isWanted = false

function want() {
  isWanted = true
  clearTimeout(timer)
  timer = setTimeout(build, QUIET)
}

function build() {
  if (isBuilding || !isWanted) return
  isBuilding = true
  isWanted = false
  const [name, ...rest] = command.length ? command : ['npm', 'run', 'build']
  const process_ = spawn(name, rest, { stdio: 'inherit' })
  process_.on('error', (error) => console.error(error.message))
  process_.on('close', (code) => {
    console.log(code === 0 ? 'built' : `the build failed: ${code}`)
    isBuilding = false
    build()
  })
}

createServer(async (request, response) => {
  const parts = []
  let length = 0
  for await (const part of request) {
    length += part.length
    if (length > LONGEST) return response.writeHead(413).end()
    parts.push(part)
  }
  const body = Buffer.concat(parts)
  if (request.method !== 'POST' || !isGenuine(request.headers, body)) return response.writeHead(400).end()
  const { type } = JSON.parse(body)
  console.log('heard', type)
  if (type !== 'webhook.test') want()
  return response.writeHead(204).end()
}).listen(Number(port), '127.0.0.1', () => console.log('listening'))
