/** mockttp doing the same rename, where it is installed: `proxy-mockttp.mjs <upstream>`, its folder in MOCKTTP. */
import { createRequire } from 'node:module'
import { join } from 'node:path'

const { getLocal } = createRequire(join(process.env.MOCKTTP ?? '.', 'package.json'))('mockttp')
const server = getLocal({ recordTraffic: false })
await server.start()
await server.forAnyRequest().thenForwardTo(process.argv[2], {
  beforeResponse: async (response) => {
    const { start, ...rest } = await response.body.getJson()
    return { json: { start_time: start, ...rest } }
  },
})
console.log(server.url.replace('localhost', '127.0.0.1'))
