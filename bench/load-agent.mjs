/** An agent in a process of its own that takes a fixed time for every answer: `load-agent.mjs <milliseconds>`. Prints its address. */
import { createServer } from 'node:http'

const thinkMs = Number(process.argv[2])
const answer = Buffer.from('{"reply":"You said so."}')
const head = { 'content-type': 'application/json', 'content-length': answer.length }

const server = createServer((request, response) => {
  request.resume()
  // Both when the request is whole: the time to think begins as for every agent.
  request.on('end', () => {
    setTimeout(() => {
      response.writeHead(200, head)
      response.end(answer)
    }, thinkMs)
  })
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', 4096, () => {
  console.log(JSON.stringify({ agent: `http://127.0.0.1:${server.address().port}` }))
})
process.stdin.resume().on('end', () => process.exit(0))
