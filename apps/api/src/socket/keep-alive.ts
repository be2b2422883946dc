import type { WebSocket } from 'ws'

const PING_INTERVAL_MS = 12_000

/**
 * Sends pings. While the client has not responded to a ping, it calls `silent` instead of the next ping.
 * @returns a function that stops this.
 */
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
