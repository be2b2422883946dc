/**
 * This file is preloaded into a server under load (NODE_OPTIONS=--import). It measures the server's memory and how long its event loop is
 * blocked. It writes a line with the pid at the start, and at each SIGCONT a line with the figures since the last line. In any other
 * process it does nothing.
 */
import { appendFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

const SAMPLE_MS = 250
const NS_PER_MS = 1e6

const file = process.env.COPPICE_BENCH_LOOP
if (file && process.argv.includes('serve')) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  /** @type {number[]} */
  let rss = []
  setInterval(() => rss.push(process.memoryUsage.rss()), SAMPLE_MS).unref()
  const say = (/** @type {object} */ what) => appendFileSync(file, `${JSON.stringify(what)}\n`)
  process.on('SIGCONT', () => {
    say({
      p50Ms: delay.percentile(50) / NS_PER_MS,
      p99Ms: delay.percentile(99) / NS_PER_MS,
      maxMs: delay.max / NS_PER_MS,
      rss,
    })
    delay.reset()
    rss = []
  })
  delay.enable()
  say({ pid: process.pid })
}
