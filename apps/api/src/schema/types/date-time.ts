import { GraphQLError } from 'graphql'
import { builder } from '../builder.ts'

builder.scalarType('DateTime', {
  description: 'ISO-8601, UTC',
  serialize: (time) => new Date(time).toISOString(),
  parseValue(value) {
    const time = typeof value === 'string' ? new Date(value) : new Date(Number.NaN)
    if (Number.isNaN(time.getTime())) throw new GraphQLError('DateTime: expected an ISO-8601 time.')
    return time
  },
})
