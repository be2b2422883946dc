import { timesLonger } from '@coppice/testkit'
import { describe, expect, it } from 'vitest'
import { TASK_DOMAINS } from '../../domain/task-domains.ts'
import { anEntry } from '../testing/an-entry.ts'
import { chooseEntries, type TaskInDomain } from './choose-entries.ts'
import { entryLines } from './entry-lines.ts'
import { isHeldOut } from './hold-out.ts'

const task = (fields: Partial<TaskInDomain> = {}): TaskInDomain => ({
  ...{ domain: 'api', description: 'Add a route for invoices', action: null, files: ['src/routes.ts'] },
  ...fields,
})
const room = (tokens: number) => ({ tokens, tokensOf: () => 10 })
const ids = (...input: Parameters<typeof chooseEntries>) => chooseEntries(...input).map(({ entry }) => entry.id)

describe('E2: the entries for a prompt', () => {
  it('a file of the task counts more than words, and words more than the domain alone', () => {
    const entries = [
      anEntry({ id: 'domain', domain: 'api', text: 'Something else.' }),
      anEntry({ id: 'words', domain: 'api', text: 'Invoices have a route for drafts.' }),
      anEntry({ id: 'file', domain: 'api', text: 'Something else.', paths: ['src/routes.ts'] }),
      anEntry({ id: 'general', domain: 'general', text: 'Something else.' }),
      anEntry({ id: 'other', domain: 'security', text: 'Something about a route.' }),
      anEntry({ id: 'near', domain: 'security', text: 'The route of invoices is public.' }),
    ]
    expect(ids(entries, task(), room(1_000))).toEqual(['file', 'words', 'domain', 'near', 'general'])
    const [file, words] = chooseEntries(entries, task(), room(1_000))
    expect(file?.because).toBe('files src/routes.ts; domain api')
    expect(words?.because).toBe('words invoices, route; domain api')
  })

  it('compares whole words, also of languages without spaces', () => {
    const entries = [
      anEntry({ id: 'html', domain: 'security', text: 'html needs escaping' }),
      anEntry({ id: 'ml', domain: 'security', text: 'the ml model needs escaping' }),
      anEntry({ id: 'zh', domain: 'security', text: '数据库 备份 脚本' }),
    ]
    expect(ids(entries, task({ description: 'Escaping of html' }), room(100))).toEqual(['html'])
    expect(ids(entries, task({ description: '添加数据库备份', files: [] }), room(100))).toEqual(['zh'])
  })

  it('a pinned entry comes first, and a doubted one last', () => {
    const entries = [
      anEntry({ id: 'doubted', domain: 'api', text: 'a route', doubts: 5 }),
      anEntry({ id: 'plain', domain: 'api', text: 'x' }),
      anEntry({ id: 'pinned', domain: 'api', text: 'y', pinned: true }),
    ]
    expect(ids(entries, task(), room(100))).toEqual(['pinned', 'plain', 'doubted'])
  })

  it('never takes more room than there is, and skips what does not fit', () => {
    const entries = [anEntry({ id: 'a', domain: 'api', found: 9 }), anEntry({ id: 'b', domain: 'api' })]
    const tokensOf = ({ id }: { id: string }) => (id === 'a' ? 30 : 10)
    expect(ids(entries, task(), { tokens: 40, tokensOf })).toEqual(['a', 'b'])
    expect(ids(entries, task(), { tokens: 29, tokensOf })).toEqual(['b'])
  })

  it('chooses in linear time', () => {
    const action = 'Add the route, write a test for it, and keep the documents true. '.repeat(40)
    const choosing = (count: number) => {
      const entries = TASK_DOMAINS.flatMap((domain) =>
        Array.from({ length: count }, (_, index) =>
          anEntry({
            ...{ id: `${domain}-${index}`, domain, paths: [`src/module-${index}/route.ts`] },
            text: `When \`npm run test:${index}\` fails with “Error: Cannot find module number-${index}”: run \`npm run generate\`.`,
          }),
        ),
      )
      return () => expect(chooseEntries(entries, task({ action }), room(200))).toHaveLength(20)
    }
    expect(timesLonger(choosing(500), choosing(4_000))).toBeLessThan(24)
  })
})

it('says where an entry comes from', () => {
  const evidence = [{ sessionId: 's', session: 12, taskKey: 'slugify', commit: 'abcdef0123456789', at: 0 }]
  expect(entryLines(anEntry({ text: 'a\nb', evidence }))).toMatch(
    /^- a\n {2}b \(session 12, task slugify, commit abcdef/,
  )
  expect(entryLines(anEntry({ text: 'a', origin: 'PERSON' }))).toBe('- a (written by a person)')
  expect(entryLines(anEntry({ text: 'a', evidence, origin: 'PERSON' }))).toBe('- a (written by a person)')
})

it('holds out about one session in ten, always the same ones', () => {
  const sessions = Array.from({ length: 5_000 }, () => crypto.randomUUID())
  const held = sessions.filter(isHeldOut)
  expect(held.length).toBeGreaterThan(350)
  expect(held.length).toBeLessThan(650)
  expect(held.every(isHeldOut)).toBe(true)
})
