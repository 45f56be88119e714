/**
 * A load as agents make it, in a process of its own: `proxy-agent.ts <url> <at once> <requests>`. It asks with Node's
 * own fetch and reads the JSON of every reply. Prints what `proxy-client.ts` prints.
 */
const [address = '', width = '1', requests = '1'] = process.argv.slice(2)
const total = Number(requests)
const times: number[] = []
let begun = 0
let failed = 0

async function talk(): Promise<void> {
  while (begun < total) {
    begun += 1
    const startMs = performance.now()
    const response = await fetch(address, { headers: { 'x-conversation': 'trial' } })
    await response.json()
    if (response.status !== 200) failed += 1
    times.push(performance.now() - startMs)
  }
}

const startMs = performance.now()
await Promise.all(Array.from({ length: Number(width) }, talk))
const seconds = (performance.now() - startMs) / 1000
times.sort((one, other) => one - other)
const medianMs = times[Math.floor(times.length / 2)] ?? 0
console.log(JSON.stringify({ seconds, done: times.length, failed, medianMs }))
