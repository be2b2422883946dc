import { expect, test } from 'vitest'
import { obstacleWords, whereWords } from './next-delivery-words.ts'

const where = (checkoutPath: string | null, checkedOutBranch: string | null) =>
  whereWords({
    repositoryPath: '/srv/shop',
    nextDelivery: { baseBranch: 'main', checkoutPath, checkedOutBranch, obstacles: [] },
  })

test('D2: where the base branch is checked out is said, and what the repository is on instead', () => {
  expect(where('/srv/shop', 'main')).toBe('which is checked out in /srv/shop')
  expect(where(null, 'feature')).toBe('which is not checked out anywhere; /srv/shop is on feature')
  expect(where('/srv/other', null)).toContain('elsewhere, in /srv/other; /srv/shop is on no branch')
})

test('D2: files in the way are named, a bounded number of them', () => {
  const paths = Array.from({ length: 20 }, (_, index) => `f${index}`)
  expect(obstacleWords({ message: 'changes', paths, totalPaths: 40 })).toBe(
    'changes: f0, f1, f2, f3, f4, f5 and 34 more',
  )
  expect(obstacleWords({ message: 'a lock', paths: [], totalPaths: 0 })).toBe('a lock')
})
