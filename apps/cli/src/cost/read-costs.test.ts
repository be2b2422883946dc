import { expect, it } from 'vitest'
import type { ApiClient } from '../client/api-client.ts'
import { type CostGroup, costsOfProject, costsOfRun } from './read-costs.ts'

it('M1: the costs of many groups are read page by page, and no group comes twice when it moves between the pages', async () => {
  const groups = Array.from({ length: 450 }, (_, index) => ({ key: `t-${index}`, agent: null, costUsd: 450 - index }))
  const asked: unknown[] = []
  const api = {
    request: async (document: string, variables: { by: string; skip: number }) => {
      asked.push([document.includes('of: run') ? 'run' : 'project', variables.by, variables.skip])
      // The first page moves by one group while it is read.
      const skip = Math.max(0, variables.skip - 1)
      return { of: { costs: groups.slice(skip, skip + 200) as unknown as CostGroup[] } }
    },
  } as unknown as ApiClient
  const read = await costsOfRun(api, 'r', 'task')
  expect(read.map(({ key }) => key)).toEqual(groups.map(({ key }) => key))
  expect(asked).toEqual([0, 200, 400].map((skip) => ['run', 'TASK', skip]))
  expect(await costsOfProject(api, 'p', 'day')).toHaveLength(450)
})
