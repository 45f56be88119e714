/**
 * The same conversations by a client that does nothing else: what this machine has on top of the ideal.
 * `load-bare.mjs <address> <conversations at once> <turns> <milliseconds of a conversation> <graded>`.
 */
import http from 'node:http'

const [address, ...rest] = process.argv.slice(2)
const [atOnce, turns, idealMs, graded] = rest.map(Number)
const agent = new http.Agent({ keepAlive: true, maxFreeSockets: 2048, scheduling: 'lifo' })
const tookMs = []

function say(text) {
  return new Promise((done, fail) => {
    const body = JSON.stringify({ message: text })
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    const request = http.request(address, { method: 'POST', headers, agent }, (response) => {
      response.resume()
      response.on('end', done)
    })
    request.on('error', fail)
    request.end(body)
  })
}

async function talk(number, dueMs) {
  for (let turn = 0; turn < turns; turn += 1) await say(`line ${turn}`)
  if (number >= atOnce && number < atOnce + graded) tookMs.push(performance.now() - dueMs)
}

const beganMs = performance.now() + 100
const underway = []
for (let number = 0; number < graded + 2 * atOnce; number += 1) {
  const dueMs = beganMs + (number * idealMs) / atOnce
  const leftMs = dueMs - performance.now()
  if (leftMs > 0) await new Promise((done) => setTimeout(done, leftMs))
  underway.push(talk(number, dueMs))
}
await Promise.all(underway)
tookMs.sort((a, b) => a - b)
const at = (q) => tookMs[Math.ceil(q * tookMs.length) - 1]
console.log(JSON.stringify({ p50: at(0.5), p99: at(0.99), n: tookMs.length }))
agent.destroy()
