import type { WebSocket } from 'ws'

const PING_INTERVAL_MS = 12_000

/** Sends pings. It calls `silent` before each ping if the client did not respond to the ping before. @returns a function that stops this. */
export function keepAlive(socket: WebSocket, silent: () => void): () => void {
  let responded = true
  socket.on('pong', () => {
    responded = true
  })
  const timer = setInterval(() => {
    if (!responded) return silent()
    responded = false
    socket.ping()
  }, PING_INTERVAL_MS)
  return () => clearInterval(timer)
}
