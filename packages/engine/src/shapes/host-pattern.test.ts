import { expect, it } from 'vitest'
import { LineCounter, parseDocument } from 'yaml'
import { rootOf } from './place.ts'
import { Problems } from './problems.ts'
import { hostPattern } from './scalars.ts'

function isHost(source: string): boolean {
  const problems = new Problems(new LineCounter())
  hostPattern.read(rootOf({ document: parseDocument(source), problems, anchors: new Map(), values: 0, aliases: 0 }))
  return problems.list().length === 0
}

it.each(['registry.npmjs.org', '"*.example.com"', 'localhost', 'localhost:8080', '127.0.0.1:65535', 'a.b-c.d:443'])(
  '%s is a host that a sandbox can allow',
  (source) => expect(isHost(source)).toBe(true),
)

it.each([
  'https://a.b',
  'a.b/path',
  '"*"',
  '"*.com"',
  'a.*.b',
  'example',
  'a.b:0',
  'a.b:65536',
  '-a.b',
  'a..b',
  '"a.b c.d"',
])('%s is refused, because it is no host or means too many hosts', (source) => expect(isHost(source)).toBe(false))
