import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { scratchFolder } from '../fixtures/scratch-repository.ts'
import { shadowConfig } from './shadow-config.ts'

const entry = (key: string, value: string) => ({ scope: 'local', origin: 'file:.git/config', key, value })

test('I2: a shadow copies the settings that decide the content of files, and no other settings', () => {
  const file = join(scratchFolder(), 'config')
  const odd = 'a "quoted" \\ path\twith\nlines; # and ends'
  const entries = [
    entry('core.autocrlf', 'input'),
    entry('core.autocrlf', 'true'),
    entry('core.ignorecase', 'true'),
    entry('core.bare', 'true'),
    entry('core.hookspath', '/hooks'),
    entry('core.splitindex', 'true'),
    entry('extensions.objectformat', 'sha256'),
    entry('filter.Odd "x" \\.v2.clean', odd),
    entry('alias.x', '!touch ran'),
  ]
  writeFileSync(file, shadowConfig(entries, '/objects of/lfs'))
  const listed = execFileSync('git', ['config', '--file', file, '--list', '-z'], { encoding: 'utf8' })
  expect(listed.split('\0').filter(Boolean).sort()).toEqual([
    'core.autocrlf\ntrue',
    'core.bare\nfalse',
    'core.ignorecase\nfalse',
    'core.logallrefupdates\nfalse',
    'core.repositoryformatversion\n1',
    'extensions.objectformat\nsha256',
    `filter.Odd "x" \\.v2.clean\n${odd}`,
    'lfs.storage\n/objects of/lfs',
  ])
})
