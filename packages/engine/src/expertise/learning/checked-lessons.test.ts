import { describe, expect, it } from 'vitest'
import { LESSON_LIMITS, type ProposedLesson, readLessons } from '../../domain/lesson-calls.ts'
import { checkedLessons, pathsOf } from './checked-lessons.ts'

const COMMIT = 'abcdef1234567890abcdef1234567890abcdef12'
const known = { paths: new Set(['src/a.js']), commits: [COMMIT], sessions: [7] }

const proposed = (fields: Partial<ProposedLesson> = {}): ProposedLesson => ({
  ...{ domain: 'api', kind: 'CONVENTION', text: 'Errors are values.', files: [], evidence: ['session 7'] },
  ...fields,
})
const texts = (...fields: Partial<ProposedLesson>[]) =>
  checkedLessons(fields.map(proposed), known).map(({ text }) => text)

describe('E2: the lessons of a model', () => {
  it('count only with evidence that exists: a session that it has read, a commit of the task, or a file', () => {
    const evidence = [
      ['session 7'],
      ['Session 7'],
      [COMMIT],
      ['commit abcdef1'],
      ['./src/a.js'],
      ['session 8', 'src/a.js'],
    ]
    for (const one of evidence) expect(texts({ evidence: one }), String(one)).toHaveLength(1)
    const none = [['session 8'], ['7'], ['abcdef'], ['0123456789'], ['src/b.js'], ['everybody knows']]
    for (const one of none) expect(texts({ evidence: one }), String(one)).toEqual([])
  })

  it('name only files that exist, and a lesson about a file names at least one', () => {
    const files = ['src/a.js', './src/a.js', 'src/b.js']
    expect(checkedLessons([proposed({ kind: 'FILE', files })], known)).toEqual([
      { domain: 'api', kind: 'FILE', text: 'Errors are values.', paths: ['src/a.js'] },
    ])
    expect(texts({ kind: 'FILE', files: ['src/b.js'] })).toEqual([])
    expect(pathsOf([proposed({ files, evidence: ['session 7', 'docs/x.md'] })])).toEqual([
      ...['src/a.js', 'src/b.js', 'session 7', 'docs/x.md'],
    ])
  })

  it('are one line each, and at most twelve different ones', () => {
    expect(texts({ text: ' Errors\n are  values. ' }, { text: '`errors are values`' })).toEqual(['Errors are values.'])
    expect(texts(...Array.from({ length: 30 }, (_, index) => ({ text: `Rule ${index}` })))).toHaveLength(12)
  })

  it('are read only from a call with exactly the form of the tool', () => {
    const read = (lesson: object) => readLessons(JSON.stringify({ lessons: [lesson] }))
    expect(read(proposed())).toEqual([proposed()])
    expect(readLessons('{"lessons":[]}')).toEqual([])
    const bad = [
      ...[{ domain: 'ml' }, { kind: 'NOTE' }, { text: ' ' }, { text: 'x'.repeat(LESSON_LIMITS.text + 1) }],
      ...[{ evidence: [] }, { evidence: 'session 7' }, { files: [1] }, { files: Array(9).fill('a') }],
    ]
    for (const fields of bad) expect(read({ ...proposed(), ...fields }), JSON.stringify(fields)).toBeNull()
    const many = { lessons: Array.from({ length: LESSON_LIMITS.lessons + 1 }, () => proposed()) }
    for (const input of ['', '[]', '{"lessons":{}}', JSON.stringify(many)]) expect(readLessons(input)).toBeNull()
  })
})
