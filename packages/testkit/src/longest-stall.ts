/** Runs `work`, and measures how long it takes (`tookMs`) and for how long at most it blocked the event loop (`stallMs`). */
export async function longestStall<Result>(
  work: () => Promise<Result>,
): Promise<{ result: Result; tookMs: number; stallMs: number }> {
  const started = performance.now()
  let last = started
  let stallMs = 0
  const beat = () => {
    const now = performance.now()
    stallMs = Math.max(stallMs, now - last)
    last = now
  }
  const heart = setInterval(beat, 1)
  try {
    const result = await work()
    beat()
    return { result, tookMs: last - started, stallMs }
  } finally {
    clearInterval(heart)
  }
}
