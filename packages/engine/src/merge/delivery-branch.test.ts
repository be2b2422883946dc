import { expect, test } from 'vitest'
import { isFullRefName } from '../git/refs/ref-name.ts'
import { deliveryBranch } from './delivery-branch.ts'

test('I4: every name of a project gives a branch of its own that git accepts', () => {
  const names = [
    'shop',
    'Shop',
    'my shop',
    'my-shop',
    '🙂',
    '🙃',
    '..',
    '-x',
    'a.lock',
    'x'.repeat(100),
    'shop/../main',
  ]
  const branches = names.map(deliveryBranch)
  expect(branches[0]).toBe('refs/heads/coppice/deliver/shop')
  expect(branches[3]).toBe('refs/heads/coppice/deliver/my-shop')
  for (const branch of branches) expect(branch).toMatch(/^refs\/heads\/coppice\/deliver\/[a-z0-9][a-z0-9-]{0,48}$/)
  expect(branches.every(isFullRefName)).toBe(true)
  expect(new Set(branches).size).toBe(names.length)
})
