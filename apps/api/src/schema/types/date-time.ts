import { GraphQLError } from 'graphql'
import { builder } from '../builder.ts'

builder.scalarType('DateTime', {
  description: 'ISO-8601, UTC',
  serialize: (time) => new Date(time).toISOString(),
  parseValue(value) {
    const time = typeof value === 'string' ? new Date(value) : new Date(Number.NaN)
    if (Number.isNaN(time.getTime()))
      throw new GraphQLError('A DateTime must be a time in ISO-8601, such as 2026-11-29T14:05:00Z.')
    return time
  },
})
