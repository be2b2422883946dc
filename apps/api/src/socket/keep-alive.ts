import type { WebSocket } from 'ws'

const PING_INTERVAL_MS = 12_000

/** Sends pings. Calls `silent` before each ping when the last one had no response. @returns a function that stops it */
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
