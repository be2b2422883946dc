import { expect, test } from 'vitest'
import { fencedBlocks } from './fenced-blocks.ts'

test('fenced blocks are found in lists, with fences of tildes, and with other fences inside', () => {
  const markdown = [
    '# A `title`',
    '```sh',
    'one',
    '',
    '  two',
    '```',
    '1. A step:',
    '   ```yaml title="x"',
    '   a:',
    '     - b',
    '   ```',
    '~~~~',
    '```js',
    '```',
    '~~~~',
  ].join('\n')
  expect(fencedBlocks('a.md', markdown)).toEqual([
    { file: 'a.md', line: 3, language: 'sh', text: 'one\n\n  two\n' },
    { file: 'a.md', line: 9, language: 'yaml', text: 'a:\n  - b\n' },
    { file: 'a.md', line: 13, language: '', text: '```js\n```\n' },
  ])
})

test('a block without an end is refused, with its file and line', () => {
  expect(() => fencedBlocks('a.md', 'text\n```sh\nls\n')).toThrow('a.md:2')
})
