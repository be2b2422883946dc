import { randomUUID } from 'node:crypto'
import { TASK_DOMAINS } from '../../packages/engine/src/domain/task-domains.ts'
import { chooseEntries } from '../../packages/engine/src/expertise/choosing/choose-entries.ts'
import { openTestDatabase, sampleExpertiseEntry, sampleProject } from '../../packages/persistence/src/testing/index.ts'
import type { Row } from './table.ts'

const LINES = 1_000
const ROUNDS = 50
const ROOM = { tokens: 2_000, tokensOf: () => 40 }

/** Measures how long it takes to read the expertise of a project and to choose what fits a task, out of 1,000 lines in each domain. */
export async function expertise(lines = LINES, rounds = ROUNDS): Promise<Row[]> {
  const database = await openTestDatabase('pglite')
  try {
    const { store } = database
    const project = sampleProject()
    await store.transaction((tx) => tx.insertProject(project))
    const entries = TASK_DOMAINS.flatMap((domain) =>
      Array.from({ length: lines }, (_, index) => entryOf(domain, index)),
    )
    await store.transaction((tx) => tx.putExpertise(entries.map((fields) => sampleExpertiseEntry(project.id, fields))))
    const task = { domain: 'api' as const, description: 'Add a route for invoices', files: ['src/module-7/route.ts'] }
    const action = 'Add the route, write a test for it, and keep the documents true. '.repeat(40)
    const choose = async () => {
      const began = performance.now()
      const chosen = chooseEntries(await store.expertise(project.id), { ...task, action }, ROOM)
      if (chosen.length === 0) throw new Error('nothing was chosen')
      return performance.now() - began
    }
    await choose()
    const unchanged: number[] = []
    const changed: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      unchanged.push(await choose())
      // A session that has ended changes the entries that it got, adds one, and so removes one that is too many.
      const [used, removed] = [entries[round * 2], entries[round * 2 + 1]]
      if (!used || !removed) throw new Error('there are too few entries')
      const added = { ...removed, id: randomUUID(), firstKey: `added-${round}` }
      await store.transaction(async (tx) => {
        await tx.putExpertise([used, added].map((fields) => sampleExpertiseEntry(project.id, fields)))
        await tx.removeExpertise([removed.id])
      })
      changed.push(await choose())
    }
    const of = `out of ${TASK_DOMAINS.length} × ${lines} lines`
    // The shortest time counts, because other processes share the machine.
    return [
      { what: `reading and choosing expertise ${of}, ms`, is: Math.min(...unchanged), limit: 20 },
      { what: `the same after a session has changed some of it, ms`, is: Math.min(...changed), limit: 20 },
    ]
  } finally {
    await database.close()
  }
}

const entryOf = (domain: (typeof TASK_DOMAINS)[number], index: number) => ({
  ...{ id: randomUUID(), domain, firstKey: `${domain}-${index}`, paths: [`src/module-${index}/route.ts`] },
  text: `When \`npm run test:${index}\` fails with “Error: Cannot find module number-${index}”: run \`npm run generate\`.`,
})
