import { AxeBuilder } from '@axe-core/playwright'
import { type CheckoutServer, type CommandTask, commandPlan, startFromCheckout, tempRepository } from '@coppice/testkit'
import { type BrowserContext, expect, type Locator, type Page, test } from '@playwright/test'
import { checkout } from '../server/checkout.ts'
import { Client } from '../server/client.ts'
import { signInWithToken } from './sign-in-with-token.ts'

let server: CheckoutServer
let client: Client

test.beforeAll(async () => {
  server = await startFromCheckout({ checkout })
  client = new Client(server)
})

test.beforeEach(({ page }) => signInWithToken(page, server))

test.afterAll(async () => {
  await server?.stop()
})

interface Started {
  id: string
  address: string
}

async function started(
  tasks: readonly CommandTask[],
  over: object = {},
  extra: Parameters<typeof commandPlan>[1] = {},
  files?: Record<string, string>,
): Promise<Started> {
  const project = await client.projectWith(commandPlan(tasks, extra), tempRepository(files))
  const { run } = await client.startParallel(project, over)
  const id = run?.id ?? ''
  return { id, address: `${server.url}/projects/${project}/runs/${id}` }
}

/** Cancels a run, so that its agents end. It does not wait for the end of the run. */
async function cancelled({ id }: Started): Promise<void> {
  await client.cancel(id)
}

const talks = 'echo begun; i=0; while [ $i -lt 3000 ]; do i=$((i+1)); echo word $i; sleep 0.2; done'

test.describe('a board of 300 tasks', () => {
  const BATCH = 200
  const key = (n: number) => `task-${String(n).padStart(3, '0')}`
  const tasks = Array.from({ length: 300 }, (_, i) => ({
    key: key(i + 1),
    epic: 'many',
    run: i === 0 ? talks : 'sleep 0.5',
    maxAttempts: 1,
    dependsOn: i < BATCH ? [] : [key(i + 1 - BATCH)],
  }))

  test('shows rows at every scroll position, also after a resize, with a filter, and while events arrive', async ({
    page,
  }) => {
    const run = await started(tasks, { maxConcurrency: 2 })
    await page.goto(`${run.address}?unfolded=1:PENDING 2:PENDING`)
    const board = page.getByRole('region', { name: /Board of run/ })
    await expect(board.locator('[data-task]').first()).toBeVisible()
    const before = (await client.run(run.id)).lastSequence

    await expectRows(board)
    await page.setViewportSize({ width: 1100, height: 1300 })
    await expectRows(board, 3)
    await page.setViewportSize({ width: 1440, height: 800 })
    await expectRows(board, 3)
    await page.getByLabel(/Filter tasks/).fill('task-1')
    await expect(page.getByText(/of 300 match/)).toBeVisible()
    await expectRows(board, 3)

    expect((await client.run(run.id)).lastSequence, 'events arrived in the meantime').toBeGreaterThan(before)
    await cancelled(run)
  })
})

test.describe('a page that watches a run of 300 tasks', () => {
  const tasks = Array.from({ length: 300 }, (_, i) => ({
    key: `task-${i}`,
    epic: 'many',
    run: i % 10 === 0 ? 'echo broken; exit 1' : 'sleep 0.1',
    maxAttempts: 1,
  }))

  test('sends no request except its subscriptions after it has loaded, because events contain everything', async ({
    page,
  }) => {
    const run = await started(tasks, { maxConcurrency: 4 })
    const asked: string[] = []
    page.on('request', (request) => {
      const query = request.postData() ?? ''
      // The page checks whether the server is alive when the output of a session ends more than a second before the event of its end arrives.
      if (request.url().endsWith('/graphql') && !query.includes('query SessionReached')) asked.push(query)
    })
    await page.goto(run.address)
    await expect(page.getByRole('region', { name: /Board of run/ })).toBeVisible()
    let loaded = 0
    const isQuiet = () => {
      const before = loaded
      loaded = asked.length
      return loaded > 0 && loaded === before
    }
    // A slow page sends its last request of the load seconds after the others.
    await expect.poll(isQuiet, { intervals: [5_000], message: 'the test sees the requests of the load' }).toBe(true)
    const { lastSequence } = await client.run(run.id)
    await expect.poll(async () => (await client.run(run.id)).lastSequence).toBeGreaterThan(lastSequence + 150)
    expect(asked.slice(loaded)).toEqual([])
    await cancelled(run)
    await expect(page.getByRole('heading', { name: 'Not delivered' })).toBeVisible()
    expect(asked.slice(loaded), 'no further requests, although the ended run has failed tasks').toEqual([])
  })
})

/**
 * Scrolls the board from top to bottom and expects rows at each position.
 * @param places the number of positions. By default, the distance between two positions is less than the height of the board.
 */
async function expectRows(board: Locator, places = Number.POSITIVE_INFINITY): Promise<void> {
  const { far, empty } = await board.evaluate(scrollThrough, places)
  expect(far, 'the board is higher than its window').toBeGreaterThan(0)
  expect(empty, `scroll positions without rows, of ${far} px`).toEqual([])
}

/** Scrolls in the page itself, so that it can count frames. At each position, the rows must be drawn within a hundred frames. */
async function scrollThrough(board: Element, places: number): Promise<{ far: number; empty: number[] }> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const far = board.scrollHeight - board.clientHeight
  const empty: number[] = []
  const step = Math.max(60, board.clientHeight - 40, far / (places - 1))
  for (let top = 0; top < far + step; top += step) {
    board.scrollTo({ top })
    let frames = 0
    while (largestGap() > 80 && frames < 100) {
      await frame()
      frames += 1
    }
    if (frames === 100) empty.push(top)
  }
  return { far, empty }

  /** The largest visible gap without a row, in px. */
  function largestGap(): number {
    const { top, bottom } = board.getBoundingClientRect()
    const rows = [...board.querySelectorAll('[data-task], button[title="Unfold"]')]
      .map((row) => row.getBoundingClientRect())
      .filter((row) => row.bottom > top && row.top < bottom)
      .sort((a, b) => a.top - b.top)
    let from = top
    let largest = 0
    for (const row of rows) {
      largest = Math.max(largest, row.top - from)
      from = Math.max(from, row.bottom)
    }
    return Math.max(largest, Math.min(bottom, top + board.clientHeight) - from)
  }
}

test('the selection, the search and the tab are in the address, and a reload shows them again', async ({ page }) => {
  const run = await started([
    { key: 'first', epic: 'x', run: talks },
    { key: 'second', epic: 'y', run: talks },
  ])
  await page.goto(run.address)
  await page.locator('[data-task=second]').click()
  await page.getByLabel('Search the transcript').fill('begun')
  await expect(page.locator('output', { hasText: '1 of 1' })).toBeVisible()
  await page.reload()
  await expect(page.getByLabel('Search the transcript')).toHaveValue('begun')
  await expect(page.locator('output', { hasText: '1 of 1' })).toBeVisible()
  await expect(page.getByLabel('Output of second')).toBeVisible()

  await page.getByLabel(/Filter tasks/).fill('epic:y')
  await page.getByRole('button', { name: 'Events', exact: true }).click()
  await page.reload()
  await expect(page.getByRole('region', { name: 'Events of the run' })).toBeVisible()
  await expect(page.getByLabel(/Filter tasks/)).toHaveValue('epic:y')
  await page.getByRole('button', { name: 'Board', exact: true }).click()
  await expect(page).not.toHaveURL(/tab=/)

  await page.setViewportSize({ width: 375, height: 800 })
  for (const place of [run.address, `${run.address}/tasks/first`]) {
    await page.goto(place)
    await page.getByRole('tab', { name: 'Details' }).click()
    await page.reload()
    await expect(page.getByRole('tab', { name: 'Details' })).toHaveAttribute('aria-selected', 'true')
  }
  await cancelled(run)
})

test('the row of a task shows the last line of its agent, also in the list of the filter', async ({ page }) => {
  const run = await started([
    { key: 'talks', epic: 'x', run: 'printf "something\\n\\n"; sleep 3000' },
    { key: 'silent', epic: 'x', run: 'sleep 3000' },
  ])
  await page.goto(`${run.address}?filter=epic:x`)
  const list = page.getByRole('region', { name: 'Tasks that match the filter' })
  await expect(list.getByRole('row', { name: /talks/ })).toContainText('something')
  await expect(list.getByRole('row', { name: /silent/ })).toContainText('No output yet')
  await expect(page.locator('[data-task=talks]')).toContainText('something')
  await cancelled(run)
})

test('matches of a search, colours of a terminal and dimmed rows are legible in both themes', async ({ page }) => {
  const colours = [2, 31, 32, 33, 34, 35, 36, 90].map((code) => `\\033[${code}mword ${code}\\033[0m`).join('\\n')
  const run = await started([
    { key: 'colours', epic: 'x', run: `printf '${colours}\\n'; sleep 3000` },
    { key: 'other', epic: 'y', run: talks },
  ])
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    for (const place of ['?task=colours', '?filter=epic:x', '/tasks/colours']) {
      await page.goto(`${run.address}${place}`)
      if (place.includes('filter')) await expect(page.locator('[data-dimmed]')).toBeVisible()
      else await page.getByLabel('Search the transcript').fill('word')
      if (!place.includes('filter')) await expect(page.locator('mark').nth(7)).toBeVisible()
      expect(await faint(page), `${colorScheme} ${place}`).toEqual([])
    }
  }
  await cancelled(run)
})

test('two pages that were opened at different times show the same text, including the failed test', async ({
  context,
}) => {
  const files = { 'check.sh': 'if [ -e bad.txt ]; then echo "not ok 6 - no bad.txt"; exit 1; fi\n' }
  const run = await started(
    [
      { key: 'bad', epic: 'x', run: 'echo bad > bad.txt', maxAttempts: 2 },
      { key: 'one', epic: 'x', run: 'echo one > same.txt' },
      { key: 'other', epic: 'x', run: 'echo other > same.txt', resolve: 'exit 1' },
      { key: 'behind', epic: 'y', run: 'true', dependsOn: ['bad'] },
    ],
    {},
    { verify: ['sh check.sh'] },
    files,
  )
  const places = ['', '/tasks/bad', '/tasks/other'].map((place) => run.address + place)
  const early = await Promise.all(places.map((place) => opened(context, place)))
  await expect.poll(async () => (await client.run(run.id)).status).toBe('FAILED')
  for (const [i, place] of places.entries()) {
    const late = await opened(context, place)
    await expect(late.getByText('not ok 6').or(late.getByText('same.txt')).first()).toBeVisible()
    // The late page is still reading events, so the comparison is repeated until both pages have the same text.
    await expect(async () => {
      expect(await textOf(early[i] as Page), place).toBe(await textOf(late))
    }).toPass({ timeout: 240_000 })
  }
  await expect(early[0]?.getByText('not ok 6 - no bad.txt') as Locator).toBeVisible()
  const task = early[1] as Page
  await expect(task.getByText('not ok 6 - no bad.txt')).toBeVisible()
  await expectOneDuration(task)
})

/** Expects the same duration of a session beside its line, in its metrics and below its output. */
async function expectOneDuration(task: Page): Promise<void> {
  const [, took = ''] = /it took ([\d:]+)\./.exec((await task.getByText(/it took [\d:]+/).textContent()) ?? '') ?? []
  await expect(task.getByRole('row', { name: /^Took/ }).getByRole('cell').last()).toHaveText(took)
  await expect(
    task
      .getByRole('tablist', { name: 'Sessions' })
      .locator('span', { hasText: /^[\d:]+$/ })
      .last(),
  ).toHaveText(took)
}

async function opened(context: BrowserContext, place: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(place)
  await expect(page.locator('main h1').first()).toBeVisible()
  return page
}

/** @returns the text of a page, without messages about the page itself, such as how many events it has caught up on. */
const textOf = (page: Page): Promise<string> =>
  page.locator('main').evaluate((main) => {
    const copy = main.cloneNode(true) as HTMLElement
    for (const own of copy.querySelectorAll('[role=status]')) own.remove()
    return copy.textContent ?? ''
  })

/** @returns the texts with a contrast below 4.5 to 1, as axe measures it. */
async function faint(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).withRules(['color-contrast']).analyze()
  return violations.flatMap(({ nodes }) => nodes.map(({ html }) => html))
}

test('a search in the output of a run counts the lines by task, and a match leads to its line', async ({ page }) => {
  const run = await started([
    { key: 'many', epic: 'e', run: 'seq 1 3000; echo work > many.txt' },
    { key: 'few', epic: 'e', run: 'echo Ready 2999; echo work > few.txt' },
  ])
  await expect.poll(async () => (await client.run(run.id)).status).toBe('COMPLETED')
  await page.goto(`${run.address}?tab=search`)
  await page.getByLabel('Search the output of all agents').fill('2999')
  await expect(page.getByText('2 lines in 2 tasks')).toBeVisible()
  await page.getByRole('button', { name: 'few 1' }).click()
  await expect(page.getByLabel('Matches').getByRole('link')).toHaveText(/Ready 2999/)
  await page.getByRole('button', { name: 'All 2' }).click()
  await page.getByLabel('Matches').getByRole('link').first().click()
  await expect(page.locator('[data-sequence="2999"] mark')).toBeInViewport()
  await expect(page.getByLabel('Search the transcript')).toHaveValue('2999')

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download Markdown' }).click()
  const text = await (await download).createReadStream()
  expect((await text.toArray()).join('')).toContain('\n2999\n3000\n```')
})

test('R4: a page of an agent that printed 30,000 lines keeps few of them, shows the last one, and finds and loads the others', async ({
  page,
}) => {
  const run = await started([
    { key: 'a', epic: 'e', run: "seq -f 'line %g.' 30000; head -c 200000 /dev/zero | tr '\\0' x; echo" },
  ])
  await page.goto(`${run.address}/tasks/a`)
  const transcript = page.getByRole('log', { name: 'Transcript' })
  const kept = page.getByText(/^Lines .* of /)
  await expect(kept).toContainText('of 30,004')
  await expect(transcript.getByRole('button', { name: /more characters/ }).last()).toBeInViewport()
  await expect(transcript.getByText('line 30000.')).toBeAttached()
  expect(await transcript.locator('[data-sequence]').count()).toBeLessThan(300)
  expect(((await transcript.textContent()) ?? '').length).toBeLessThan(50_000)

  await page.getByLabel('Search the transcript').fill('line 12345.')
  await expect(transcript.getByText('line 12345.')).toBeInViewport()
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible()
  await expect(kept).toContainText('Lines 12,245 to 12,444 of 30,004')

  await transcript.hover()
  await page.mouse.wheel(0, -3000)
  await expect(kept).toContainText('Lines 12,045 to')
  await page.getByRole('button', { name: '↓ To the end' }).click()
  await expect(transcript.getByRole('button', { name: /more characters/ }).last()).toBeInViewport()
  await expect(kept).toContainText('to 30,004 of 30,004')
})
