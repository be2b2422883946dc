import { describe, expect, it } from 'vitest'
import type { ExpertiseEntry, Lesson } from '../../domain/expertise.ts'
import { beyondCap } from '../apply-cap.ts'
import { anEntry } from '../testing/an-entry.ts'
import { learn, type Teaching } from './learn.ts'

const lesson = (text: string, fields: Partial<Lesson> = {}): Lesson => ({ kind: 'COMMAND', text, paths: [], ...fields })

function teaching(fields: Partial<Teaching>, session = 7): Teaching {
  return {
    ...{ projectId: 'p', domain: 'testing', lessons: [], used: [], changedFiles: [] },
    evidence: { sessionId: `s${session}`, session, taskKey: 'a', commit: 'c', at: 1_000 + session },
    ...fields,
  }
}

function learned(entries: readonly ExpertiseEntry[], fields: Partial<Teaching>, session?: number) {
  let ids = 0
  const { put, remove } = learn(entries, teaching(fields, session), () => `new-${++ids}`)
  const rest = entries.filter(({ id }) => !remove.includes(id) && !put.some((one) => one.id === id))
  return [...rest, ...put]
}

describe('E2: learning', () => {
  it('joins texts that differ only in case, spaces, quotes and the punctuation at their end', () => {
    const [entry, ...others] = learned([anEntry({ text: '`npm test` works.' })], {
      lessons: [lesson('NPM  test works', { paths: ['a.js'] })],
    })
    expect(others).toEqual([])
    expect(entry).toMatchObject({ text: '`npm test` works.', found: 2, paths: ['a.js'], doubts: 0 })
    expect(entry?.evidence[0]?.session).toBe(7)
  })

  it('joins a lesson with the entry that a person has edited, and does not learn a deleted one again', () => {
    const edited = anEntry({ id: 'e', text: 'Run `npm test` alone.', firstKey: 'npm test works' })
    expect(learned([edited], { lessons: [lesson('npm test works')] })).toMatchObject([{ id: 'e', found: 2 }])
    const deleted = { ...edited, deletedAt: 5 }
    expect(learned([deleted], { lessons: [lesson('npm test works')] })).toEqual([deleted])
  })

  it('counts a session once that shows an entry by a rule and by what a model says', () => {
    const once = learned([], { lessons: [lesson('x')] }, 7)
    const twice = learned(once, { lessons: [lesson('x', { paths: ['a.js'] })] }, 7)
    expect(twice).toMatchObject([{ found: 1, paths: ['a.js'], evidence: [{ session: 7 }] }])
    expect(learned(twice, { lessons: [lesson('x')] }, 8)).toMatchObject([{ found: 2 }])
  })

  it('counts the sessions that got an entry', () => {
    const entries = [anEntry({ id: 'a' }), anEntry({ id: 'b', domain: 'general' }), anEntry({ id: 'c', deletedAt: 1 })]
    const uses = learned(entries, { used: ['a', 'b', 'c'] }).map(({ id, uses }) => [id, uses])
    expect(Object.fromEntries(uses)).toEqual({ a: 1, b: 1, c: 0 })
  })

  it('doubts an entry whose files other sessions changed, drops it later, and trusts it again when a session shows it', () => {
    let entries = [
      anEntry({ id: 'a', text: 'x', paths: ['a.js'] }),
      anEntry({ id: 'b', pinned: true, paths: ['a.js'] }),
    ]
    for (let session = 1; session <= 9; session += 1) entries = learned(entries, { changedFiles: ['a.js'] }, session)
    expect(entries.map(({ doubts }) => doubts)).toEqual([9, 9])
    const shown = learned(entries, { lessons: [lesson('x')], changedFiles: ['a.js'] })
    expect(shown.find(({ id }) => id === 'a')?.doubts).toBe(0)
    expect(learned(entries, { changedFiles: ['a.js'] }).map(({ id }) => id)).toEqual(['b'])
  })

  it('never drops what a person wrote, however many sessions change its files', () => {
    const entry = anEntry({ origin: 'PERSON', paths: ['a.js'], doubts: 9, found: 0 })
    expect(learned([entry], { changedFiles: ['a.js'] })).toMatchObject([{ id: 'id', doubts: 10 }])
    expect(learned([{ ...entry, doubts: 20 }], { changedFiles: ['a.js'] })).toMatchObject([{ doubts: 21 }])
  })

  it('keeps what people wrote when a full domain learns', () => {
    const imported = anEntry({ id: 'imported', text: 'imported', origin: 'PERSON', found: 0 })
    const others = Array.from({ length: 999 }, (_, index) => anEntry({ id: `${index}`, text: `${index}`, found: 2 }))
    const entries = [imported, ...others]
    const after = learned(entries, { lessons: [lesson('x'), lesson('y')] })
    expect(after).toHaveLength(1_000)
    expect(after).toContainEqual(imported)
    expect(beyondCap(entries, 0).at(-1)?.id).toBe('imported')
    expect(beyondCap([{ ...imported, pinned: true }, ...entries], 0).at(-1)?.id).toBe('imported')
  })

  it('a domain whose entries are all useful still learns: the least useful and oldest of the others go', () => {
    const many = Array.from({ length: 1_000 }, (_, index) =>
      anEntry({ id: `${index}`, text: `known ${index}`, found: index < 500 ? 2 : 3, updatedAt: index }),
    )
    const first = learned(many, { lessons: [lesson('a'), lesson('b')] }, 7)
    expect(first.map(({ text }) => text)).toEqual(expect.arrayContaining(['a', 'b']))
    expect(many.filter((entry) => !first.includes(entry)).map(({ id }) => id)).toEqual(['0', '1'])
    const texts = learned(first, { lessons: [lesson('c'), lesson('d'), lesson('e')] }, 8).map(({ text }) => text)
    expect(texts).toHaveLength(1_000)
    expect(texts).toEqual(expect.arrayContaining(['c', 'd', 'e', 'known 3']))
    expect(['a', 'b', 'known 2'].filter((text) => texts.includes(text))).toEqual([])
  })

  it('a new lesson displaces no entry of a person and no pinned one', () => {
    const people = Array.from({ length: 1_000 }, (_, index) =>
      anEntry({ id: `${index}`, text: `${index}`, pinned: index < 500, origin: index < 500 ? 'LEARNED' : 'PERSON' }),
    )
    expect(learned(people, { lessons: [lesson('a')] })).toEqual(people)
  })

  it('removes the least useful entry first, then the oldest, and never a pinned one', () => {
    const entries = [
      anEntry({ id: 'pinned', pinned: true, found: 0, updatedAt: 0 }),
      anEntry({ id: 'useful', uses: 3, updatedAt: 1 }),
      anEntry({ id: 'old', updatedAt: 1 }),
      anEntry({ id: 'new', updatedAt: 2, text: 'two\nlines' }),
      anEntry({ id: 'deleted', deletedAt: 3 }),
    ]
    expect(beyondCap(entries, 5)).toEqual([])
    expect(beyondCap(entries, 4).map(({ id }) => id)).toEqual(['old'])
    expect(beyondCap(entries, 3).map(({ id }) => id)).toEqual(['old', 'new'])
    expect(beyondCap(entries, 0).map(({ id }) => id)).toEqual(['old', 'new', 'useful'])
  })
})
