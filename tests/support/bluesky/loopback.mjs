// Loaded before the servers (node --import). They listen on every interface of the computer;
// a test server has no business being reachable from outside, so every TCP listen is bound to
// 127.0.0.1 here.
import { Server } from 'node:net'

const listen = Server.prototype.listen
const isPort = (value) => Number.isInteger(value) || (typeof value === 'string' && /^\d+$/.test(value))

Server.prototype.listen = function (...given) {
  const callback = typeof given.at(-1) === 'function' ? [given.pop()] : []
  const [first, second, third] = given
  if (first === undefined || first === null) {
    return listen.call(this, { port: 0, host: '127.0.0.1' }, ...callback)
  }
  if (isPort(first)) {
    const backlog = isPort(second) ? second : third
    return listen.call(this, { port: Number(first), host: '127.0.0.1', backlog }, ...callback)
  }
  if (typeof first === 'object' && 'port' in first) {
    return listen.call(this, { ...first, host: '127.0.0.1' }, ...callback)
  }
  return listen.call(this, ...given, ...callback) // a path, a handle, a file descriptor
}
