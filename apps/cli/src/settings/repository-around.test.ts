import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder, tempRepository } from '@coppice/testkit'
import { expect, test } from 'vitest'
import { planAround, repositoryAround } from './repository-around.ts'

const deep = (folder: string): string => {
  const path = join(folder, 'a', 'b')
  mkdirSync(path, { recursive: true })
  return path
}

test('a repository is found from any folder below its top level, as git does; outside of a repository, the result is null', () => {
  const repository = tempRepository()
  const below = deep(repository.path)
  expect(repositoryAround(below)).toBe(repository.git('-C', below, 'rev-parse', '--show-toplevel'))
  expect(repositoryAround(tempFolder())).toBeNull()
})

test('the nearest plan within the repository is found', () => {
  const outside = realpathSync(tempFolder())
  writeFileSync(join(outside, 'coppice.plan.yaml'), '')
  const repository = join(outside, 'repository')
  const below = deep(repository)
  mkdirSync(join(repository, '.git'))
  expect(planAround(below)).toBe('coppice.plan.yaml')
  writeFileSync(join(repository, 'coppice.plan.yaml'), '')
  expect(planAround(below)).toBe('../../coppice.plan.yaml')
  writeFileSync(join(repository, 'a', 'coppice.plan.yaml'), '')
  expect(planAround(below)).toBe('../coppice.plan.yaml')
  expect(planAround(outside)).toBe('coppice.plan.yaml')
})
