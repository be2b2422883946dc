import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { openBrowser } from '../../e2e/browser/chromium.ts'
import { createSimulator } from '../../packages/messages-simulator/src/index.ts'
import { Gate, graphqlClient, startFromCheckout, until } from '../../packages/testkit/src/index.ts'
import type { Row } from './table.ts'
import { startPlan } from './watched-server.ts'

export interface PixelSize {
  words: number
  tokensPerSecond: number
}

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const FULL: PixelSize = { words: 600, tokensPerSecond: 80 }
const WORDS_A_LINE = 60
const PATIENCE_MS = 300_000

/**
 * Measures the time from a word at the simulator, when the delta with its last character is sent, to the word in the page of its task, in a real
 * browser. Deltas cut words anywhere. The clocks of all processes are that of the machine.
 */
export async function pixel(size = FULL): Promise<Row[]> {
  const gate = new Gate()
  const words = Array.from({ length: size.words }, (_, index) => `w${String(index).padStart(4, '0')}`)
  const text = words.map((word, index) => `${word}${(index + 1) % WORDS_A_LINE === 0 ? '\n' : ' '}`).join('')
  const commit = { tool: 'bash', input: { command: `${gate.wait}; echo a > a; git add -A; git commit -qm a` } }
  const steps = [{ calls: [commit] }, { text, pace: { tokensPerSecond: size.tokensPerSecond } }]
  const simulator = await createSimulator({ scripts: { a: { steps } } })
  const tapped = await tap(simulator.url)
  const server = await startFromCheckout({ checkout: CHECKOUT, env: { ANTHROPIC_API_KEY: 'sk-ant-bench' } })
  const browser = await openBrowser()
  try {
    const task = { key: 'a', description: 'a', action: '[[script:a]]' }
    const plan = {
      expertise: 'off',
      defaults: { agent: 'anthropic', model: 'claude-haiku-4-5', baseUrl: tapped.url },
      epics: [{ key: 'e', tasks: [task] }],
    }
    const runId = await startPlan(server, plan, 1, 'pixel')
    const { run } = await graphqlClient(server).request<{ run: { project: { id: string } } }>(
      'query($id: ID!) { run(id: $id) { project { id } } }',
      { id: runId },
    )
    const page = await browser.newPage()
    await page.goto(`${server.url}/sign-in`)
    await page.getByLabel('Token').fill(server.token)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL((url) => !url.pathname.includes('sign-in'))
    await page.goto(`${server.url}/projects/${run.project.id}/runs/${runId}/tasks/a`)
    await page.getByRole('log', { name: 'Transcript' }).getByText('git commit').first().waitFor()
    await page.evaluate(watchWords)
    gate.open()
    const seen = () => page.evaluate(() => (window as unknown as { seenAt: (number | null)[] }).seenAt)
    await until('the last word', async () => (await seen())[size.words - 1] !== undefined, PATIENCE_MS)
    return rowsOf(sentTimes(text, words, tapped.deltas), await seen(), size)
  } finally {
    gate.close()
    await browser.close()
    await server.killAll()
    tapped.close()
    await simulator.close()
  }
}

function rowsOf(sentAt: readonly number[], seenAt: readonly (number | null)[], size: PixelSize): Row[] {
  const times = sentAt.flatMap((at, index) => (typeof seenAt[index] === 'number' ? [seenAt[index] - at] : []))
  const sorted = times.toSorted((one, other) => one - other)
  const part = (of: number) => sorted[Math.floor(sorted.length * of)] ?? Number.NaN
  const of = `${size.words} words, ${size.tokensPerSecond} tokens a second`
  return [
    { what: `from a token at the simulator to a pixel in the console, ms, median (${of})`, is: part(0.5), limit: 150 },
    { what: `the same, 95th percentile (${of})`, is: part(0.95), limit: 400 },
    { what: `words that were not shown (${of})`, is: size.words - times.length, limit: 0 },
  ]
}

/** Runs in the page. Records when the transcript first has each word, by the time in ms at its number. */
function watchWords(): void {
  const seenAt: (number | null)[] = []
  Object.assign(window, { seenAt })
  const look = () => {
    const at = Date.now()
    for (const [, number] of (document.querySelector('[role=log]')?.textContent ?? '').matchAll(/w(\d{4})/g))
      seenAt[Number(number)] ??= at
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
}

interface Delta {
  text: string
  at: number
}

/** Returns for each word when the delta with its last character was sent, in ms. */
function sentTimes(text: string, words: readonly string[], deltas: readonly Delta[]): number[] {
  const ends: number[] = []
  for (const delta of deltas) for (const _ of delta.text) ends.push(delta.at)
  return words.map((word) => ends[text.indexOf(word) + word.length - 1] ?? Number.NaN)
}

/** Starts a server that passes requests to the simulator, and records each delta of text when the simulator has sent it. */
async function tap(target: string): Promise<{ url: string; deltas: Delta[]; close(): void }> {
  const deltas: Delta[] = []
  const server = createServer(async (asked, answer) => {
    const body = await buffer(asked)
    const passed = request(`${target}${asked.url}`, { method: asked.method, headers: asked.headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers)
      reply.on('data', (chunk: Buffer) => {
        const at = Date.now()
        for (const [, text] of chunk.toString().matchAll(/"text_delta","text":("(?:[^"\\]|\\.)*")/g))
          deltas.push({ text: JSON.parse(text ?? '""'), at })
        answer.write(chunk)
      })
      reply.on('end', () => answer.end())
    })
    passed.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, deltas, close }
}
