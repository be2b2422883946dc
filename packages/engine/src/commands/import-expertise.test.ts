import { expect, it } from 'vitest'
import { TASK_DOMAINS } from '../domain/task-domains.ts'
import { LIMITS } from '../expertise/limits.ts'
import { writeMarkdown } from '../expertise/markdown/write-markdown.ts'
import { anEntry } from '../expertise/testing/an-entry.ts'
import type { CommandDeps } from './command-deps.ts'
import { importExpertise } from './import-expertise.ts'

it('E2: the export of a project whose domains are all full can be imported', async () => {
  const paths = Array.from({ length: 8 }, (_, index) => `packages/engine/src/expertise/module-${index}/index.ts`)
  const entries = TASK_DOMAINS.flatMap((domain) =>
    Array.from({ length: LIMITS.linesPerDomain }, (_, index) =>
      anEntry({ domain, text: `${index} `.padEnd(400, 'x'), paths }),
    ),
  )
  const tx = {
    project: async () => ({}),
    allExpertise: async () => [],
    putExpertise: async () => {},
    removeExpertise: async () => {},
  }
  const store = { transaction: (work: (it: typeof tx) => Promise<unknown>) => work(tx) }
  const deps = { store, clock: { now: () => 7 } } as unknown as CommandDeps
  expect(await importExpertise(deps, { projectId: 'p', source: writeMarkdown('textkit', entries) })).toMatchObject({
    added: entries.length,
    dropped: 0,
  })
})
