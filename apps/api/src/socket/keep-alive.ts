import type { WebSocket } from 'ws'

const PING_INTERVAL_MS = 12_000

/** Pings; calls `silent` at each ping before which the last one was not answered. Returns how to stop. */
export function keepAlive(socket: WebSocket, silent: () => void): () => void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) return silent()
    answered = false
    socket.ping()
  }, PING_INTERVAL_MS)
  return () => clearInterval(timer)
}
