import type { WebSocket } from 'ws'

const PING_INTERVAL_MS = 12_000

/** Pings; cuts off who has not answered one by the next. Answers how to stop. */
export function keepAlive(socket: WebSocket): () => void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, PING_INTERVAL_MS)
  return () => clearInterval(timer)
}
