import { CombinedError } from 'urql'
import { describe, expect, it } from 'vitest'
import { answerOf } from './answer.ts'

const error = new CombinedError({
  graphQLErrors: [{ message: 'Broke.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
})

describe('what the server said', () => {
  it('is its data', () => {
    expect(answerOf({ data: { project: null } })).toEqual({ kind: 'answered', data: { project: null } })
  })

  it('is an error where there is one, also beside data: null in the place of what failed is not "there is none"', () => {
    expect(answerOf({ data: { project: null }, error })).toEqual({
      kind: 'fault',
      fault: { code: 'INTERNAL_SERVER_ERROR', message: 'Broke.' },
    })
  })

  it('is an error where there is nothing', () => {
    expect(answerOf({})).toMatchObject({ kind: 'fault' })
  })
})
