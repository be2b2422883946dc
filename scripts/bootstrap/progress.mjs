const PLAIN_EVERY_MS = 10_000

/**
 * Shows the progress of a long step. On a terminal it is one line that is rewritten. Elsewhere a new line is written from time to time.
 * @param {string} title
 * @param {{ write(text: string): unknown, isTTY?: boolean, columns?: number }} [stream]
 */
export function startProgress(title, stream = process.stderr) {
  const startedAt = performance.now()
  let shownAt = startedAt
  let detail = ''
  const seconds = () => `${Math.round((performance.now() - startedAt) / 1000)} s`
  const rewrite = () => {
    const line = `${title} … ${detail ? `${detail}, ` : ''}${seconds()}`
    stream.write(`\r\x1b[K${line.slice(0, (stream.columns ?? 80) - 1)}`)
  }
  const repeat = () => {
    if (performance.now() - shownAt < PLAIN_EVERY_MS) return
    shownAt = performance.now()
    stream.write(`${title} … ${detail ? `${detail}, ` : ''}${seconds()}\n`)
  }
  const show = stream.isTTY ? rewrite : repeat
  stream.write(stream.isTTY ? title : `${title} …\n`)
  const timer = setInterval(show, 500)
  /** @param {string} how */
  const end = (how) => {
    clearInterval(timer)
    stream.write(`${stream.isTTY ? '\r\x1b[K' : ''}${title}: ${how} ${seconds()}\n`)
  }
  return {
    /** @param {string} text */
    say: (text) => {
      detail = text
      show()
    },
    done: () => end('done in'),
    failed: () => end('failed after'),
  }
}
