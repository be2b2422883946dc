import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseTrailers } from './parse-trailers.ts'

const word = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/)
const commit = fc.record({
  commit: fc.stringMatching(/^[0-9a-f]{40}$/),
  tree: fc.stringMatching(/^[0-9a-f]{40}$/),
  parents: fc.array(fc.stringMatching(/^[0-9a-f]{40}$/), { minLength: 1, maxLength: 3 }),
  project: fc.option(word),
  run: fc.option(fc.nat()),
  epic: fc.option(word),
  task: word,
  session: fc.option(fc.nat()),
  verified: fc.option(fc.constantFrom('true', 'false', 'together with b')),
})

test('every field of a commit is parsed; commits without a task are left out', () => {
  fc.assert(
    fc.property(fc.array(commit, { maxLength: 5 }), fc.array(commit, { maxLength: 5 }), (commits, others) => {
      const write = (one: (typeof commits)[number], task: string) =>
        [one.commit, one.tree, one.parents.join(' '), one.project, one.run, one.epic, task, one.session, one.verified]
          .map((field) => `${field ?? ''}\0`)
          .join('')
      const stdout = [...commits.map((one) => write(one, one.task)), ...others.map((one) => write(one, ''))].join('')
      expect(parseTrailers(stdout)).toEqual(commits.map((one) => ({ ...one, isRepeated: false })))
    }),
  )
})
