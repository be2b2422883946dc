import fc from 'fast-check'
import {
  buildSchema,
  type FragmentDefinitionNode,
  getIntrospectionQuery,
  getOperationAST,
  Kind,
  parse,
  printSchema,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../schema/schema.ts'
import { fieldCost, type PageArgument, UNPAGED_LIST } from './field-cost.ts'
import { LIMITS } from './limits.ts'
import { anyDocument } from './testing/any-document.ts'
import { fieldsIn, responseOf } from './testing/response-of.ts'

function costOf(source: string, variables: Record<string, unknown> = {}, mostIntrospectionFields = 100_000) {
  const document = parse(source)
  const operation = getOperationAST(document)
  if (!operation) throw new Error('no operation')
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
  const pages: PageArgument[] = []
  const onPageArgument = (page: PageArgument) => pages.push(page)
  const cost = fieldCost({ schema, operation, fragments, variables, mostIntrospectionFields, onPageArgument })
  return { ...cost, pages }
}

describe('the cost of an operation', () => {
  it('multiplies nested pages, whose sizes are literals, variables or defaults', () => {
    const document = (argument: string) =>
      `query($n: Int!) { run(id: "x") { tasks${argument} { edges { node { key } } } } }`
    // 2 is for the run and its tasks. 3 is for the edge, the node and the key of each entry.
    expect(costOf(document('(first: 5)')).fields).toBe(2 + 5 * 3)
    expect(costOf(document('(first: $n)'), { n: 7 }).fields).toBe(2 + 7 * 3)
    expect(costOf(document('')).fields).toBe(2 + 100 * 3)
  })

  it('the output of all sessions of a page of tasks is below the limit', () => {
    const session =
      'id number status model error metrics { inputTokens outputTokens } output(first: 200) { sequence kind text }'
    const { fields } = costOf(`{ run(id: "x") { tasks { edges { node { key sessions { ${session} } } } } } }`)
    expect(fields).toBeLessThan(LIMITS.fields)
  })

  it('reports the page arguments that were given', () => {
    expect(
      costOf('{ run(id: "x") { events(after: 3) { sequence } tasks(first: 999, after: "c") { totalCount } } }').pages,
    ).toEqual([
      { field: 'events', name: 'first', value: 200 },
      { field: 'events', name: 'after', value: 3 },
      { field: 'tasks', name: 'first', value: 999 },
      { field: 'tasks', name: 'after', value: 'c' },
    ])
  })

  it('counts an introspection exactly, and stops counting soon after the limit', () => {
    const introspection = getIntrospectionQuery()
    const { introspectionFields, fields } = costOf(introspection)
    expect({ introspectionFields, fields }).toEqual({
      introspectionFields: fieldsIn(responseOf(schema, introspection)),
      fields: 0,
    })
    const nested =
      '{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'
    expect(costOf(nested, {}, 1_000).introspectionFields).toBeLessThan(2_000)
  })

  it('needs no more time when fragments spread each other many times', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) =>
        `fragment F${i} on Run { ${i === 59 ? 'id' : `project { a${i}: activeRun { ...F${i + 1} } b${i}: activeRun { ...F${i + 1} } }`} }`,
    )
    expect(costOf(`{ run(id: "x") { ...F0 } } ${fragments.join(' ')}`).fields).toBeGreaterThan(2 ** 50)
  })

  it('R4: is at least the number of fields that an operation resolves when every page is full', () => {
    const full = buildSchema(printSchema(schema))
    fc.assert(
      fc.property(anyDocument(schema), (source) => {
        const { fields, introspectionFields } = costOf(source, {}, 20_000)
        fc.pre(fields + introspectionFields <= 20_000)
        expect(fieldsIn(responseOf(full, source, UNPAGED_LIST))).toBeLessThanOrEqual(fields + introspectionFields)
      }),
    )
  })
})
