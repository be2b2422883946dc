import { CombinedError } from 'urql'
import { describe, expect, it } from 'vitest'
import { resultOf } from './result.ts'

const error = new CombinedError({
  graphQLErrors: [{ message: 'Broke.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
})

describe('the result of a query', () => {
  it('is the data of the response', () => {
    expect(resultOf({ data: { project: null } })).toEqual({ kind: 'data', data: { project: null } })
  })

  it('is an error when the response has an error and data, because a field that failed is null there', () => {
    expect(resultOf({ data: { project: null }, error })).toEqual({
      kind: 'fault',
      fault: { code: 'INTERNAL_SERVER_ERROR', message: 'Broke.' },
    })
  })

  it('is an error when the response is empty', () => {
    expect(resultOf({})).toMatchObject({ kind: 'fault' })
  })
})
