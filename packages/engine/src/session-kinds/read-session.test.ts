import { expect, it } from 'vitest'
import type { SessionFact } from '../domain/session-facts.ts'
import { readSession } from './read-session.ts'
import type { RunView } from './run-view.ts'

const said = (text: string, continues = false): SessionFact => ({ type: 'Said', text, ...(continues && { continues }) })

it('the last words of an agent are its last message, with the line ends between its pieces', async () => {
  const facts = [said('I look.'), said('The tests pass.'), said('- use pnpm', true), said('- use tabs', true)].map(
    (fact, index) => ({ ...fact, sequence: index + 1, at: 0 }),
  )
  const transcripts = { facts: async (_session: string, after: number) => facts.slice(after) }
  const deps = { dispatch: { transcripts } } as unknown as RunView['deps']
  expect((await readSession({ deps }, 's')).lastWords).toBe('The tests pass.\n- use pnpm\n- use tabs')
})
