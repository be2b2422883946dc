import { expect, test } from 'vitest'
import { obstacleWords, whereWords } from './next-delivery-words.ts'

const where = (checkoutPath: string | null, checkedOutBranch: string | null) =>
  whereWords({
    repositoryPath: '/srv/shop',
    nextDelivery: { baseBranch: 'main', branch: null, checkoutPath, checkedOutBranch, obstacles: [] },
  })

test('D2: the text says where the base branch is checked out, and which branch the repository has checked out', () => {
  expect(where('/srv/shop', 'main')).toBe('which is checked out in /srv/shop')
  expect(where(null, 'feature')).toBe('which is not checked out anywhere; /srv/shop is on feature')
  expect(where('/srv/other', null)).toContain('elsewhere, in /srv/other; /srv/shop is on no branch')
})

test('D2: the text lists at most six of the files that prevent the delivery', () => {
  const paths = Array.from({ length: 20 }, (_, index) => `f${index}`)
  expect(obstacleWords({ message: 'changes', paths, totalPaths: 40, help: 'commit them' })).toBe(
    'changes: f0, f1, f2, f3, f4, f5 and 34 more; commit them',
  )
  expect(obstacleWords({ message: 'a lock', paths: [], totalPaths: 0, help: null })).toBe('a lock')
})
