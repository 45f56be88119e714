/**
 * Loaded before the program (`node --require`): writes every connection and every name look-up of this process
 * and its children to the file that CONNECTIONS_FILE names, one JSON per line. Changes nothing else.
 */
const { appendFileSync } = require('node:fs')
const net = require('node:net')
const dns = require('node:dns')
const dgram = require('node:dgram')

const note = (entry) => appendFileSync(process.env.CONNECTIONS_FILE, `${JSON.stringify(entry)}\n`)

const connect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (...given) {
  const [first] = Array.isArray(given[0]) ? given[0] : given
  if (typeof first === 'object' && first.path) note({ how: 'local', to: first.path })
  else if (typeof first === 'object') note({ how: 'tcp', to: first.host ?? 'localhost', port: Number(first.port) })
  else note({ how: 'tcp', to: typeof given[1] === 'string' ? given[1] : 'localhost', port: Number(first) })
  return connect.apply(this, given)
}

for (const [where, names] of [
  [dns, ['lookup', 'resolve', 'resolve4', 'resolve6']],
  [dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6']],
]) {
  for (const name of names) {
    const original = where[name]
    where[name] = function (host, ...rest) {
      note({ how: 'name', to: host })
      return original.call(this, host, ...rest)
    }
  }
}

const send = dgram.Socket.prototype.send
dgram.Socket.prototype.send = function (...given) {
  note({ how: 'udp', to: given.filter((part) => typeof part === 'string').at(-1) ?? 'localhost' })
  return send.apply(this, given)
}
