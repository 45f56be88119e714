/** The least that can stand in between: bytes from socket to socket, nothing read. `proxy-relay.mjs <upstream>`. */
import { connect, createServer } from 'node:net'

const { hostname, port } = new URL(process.argv[2])
const server = createServer({ noDelay: true }, (socket) => {
  const other = connect({ host: hostname, port: Number(port), noDelay: true })
  socket.pipe(other).pipe(socket)
  socket.on('error', () => other.destroy())
  other.on('error', () => socket.destroy())
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  console.log(`http://127.0.0.1:${server.address().port}`)
})
