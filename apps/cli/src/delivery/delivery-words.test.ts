import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { deliveryWords, type NextDelivery } from './delivery-words.ts'

const next = (fields: Partial<NextDelivery> = {}): NextDelivery => ({
  baseBranch: 'main',
  checkoutPath: '/srv/shop',
  checkedOutBranch: 'main',
  byHand: false,
  branch: null,
  obstacles: [],
  ...fields,
})
const words = (fields: Partial<NextDelivery> = {}, plan: string | null = null) =>
  deliveryWords(next(fields), { repositoryPath: '/srv/shop', plan, change: (branch) => `coppice run --base ${branch}` })

test('D2: the text names the branch that the delivery moves, and where that branch is checked out', () => {
  expect(words()).toBe('The run starts from main and delivers to it. main is checked out in /srv/shop.')
  expect(words({ byHand: true })).toContain('delivers to it (by hand: coppice deliver)')
  expect(words({ byHand: true, branch: 'coppice/deliver/shop' })).toBe(
    'The run starts from main and delivers to the branch coppice/deliver/shop; main does not move. main is checked out in /srv/shop.',
  )
  expect(words({ checkoutPath: '/srv/other', checkedOutBranch: 'feature' })).toBe(
    'The run starts from main and delivers to it. main is checked out elsewhere, in /srv/other. /srv/shop is on feature. To choose another branch: coppice run --base feature',
  )
  expect(words({ checkoutPath: null, checkedOutBranch: null })).toBe(
    'The run starts from main and delivers to it. main is not checked out anywhere. /srv/shop is on no branch (a detached HEAD). To choose another branch: coppice run --base BRANCH',
  )
})

test('D2: the text lists the changed files that prevent the delivery: the plan first, and at most ten', () => {
  const folder = tempFolder()
  const plan = join(folder, 'plan.yaml')
  writeFileSync(plan, '')
  const paths = Array.from({ length: 19 }, (_, index) => `f${index}.txt`)
  const obstacles = [
    { message: 'changes', paths: [...paths, 'plan.yaml'], totalPaths: 31, help: 'commit them' },
    { message: 'a lock', paths: [], totalPaths: 0, help: null },
  ]
  const lines = words({ checkoutPath: folder, obstacles }, plan).split('\n')
  expect(lines[1]).toBe('Warning: Coppice would refuse the delivery now. Fix this before the run ends:')
  expect(lines[2]).toMatch(/^ {2}changes: plan\.yaml \(the plan itself\), f0\.txt, .*f8\.txt and 21 more; commit them$/)
  expect(lines[3]).toBe('  a lock')
})
