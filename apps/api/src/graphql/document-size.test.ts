import { getIntrospectionQuery, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { documentSize } from './document-size.ts'
import { LIMITS } from './limits.ts'

const sizeOf = (source: string) => documentSize(parse(source))

describe('the size of a document', () => {
  it('counts levels, aliases and directives through fragments and inline fragments', () => {
    expect(
      sizeOf(`
        query ($n: Int @a) @b { a: run(id: "x") { ...R @c ... on Run @d { b: project { id @include(if: true) } } } }
        fragment R on Run @e { tasks { edges { node { c: key @skip(if: false) } } } }
      `),
    ).toMatchObject({ depth: 5, introspectionDepth: 0, aliases: 3, directives: 7 })
  })

  it('counts fields below __schema and __type too', () => {
    expect(
      sizeOf(`{ __schema { a: types { b: fields { ...F } } } x: __type(name: "Run") { name @skip(if: false) } __typename }
        fragment F on __Field { c: type { ofType { name } } }`),
    ).toEqual({ depth: 1, introspectionDepth: 6, aliases: 4, directives: 1, selections: 13 })
  })

  it('counts a fragment once for each spread, and its time does not grow with the number of spreads', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) => `fragment F${i} on T { ${i === 59 ? 'x: id @a' : `...F${i + 1} ...F${i + 1}`} }`,
    )
    const size = sizeOf(`{ ...F0 } ${fragments.join(' ')}`)
    expect(size.aliases).toBe(2 ** 59)
    expect(size.directives).toBe(2 ** 59)
  })

  it('counts all operations, unused fragments, and fragments that spread themselves', () => {
    const alone = sizeOf(
      'query A { a: b } query B { c: d { e } } fragment F on T { f { g } ...G } fragment G on T { ...F }',
    )
    expect(alone).toMatchObject({ aliases: 2, depth: 2 })
    expect(alone.selections).toBeGreaterThanOrEqual(7)
  })

  it('allows the longest introspection query of the usual tools', () => {
    const everything = {
      descriptions: true,
      specifiedByUrl: true,
      directiveIsRepeatable: true,
      schemaDescription: true,
      inputValueDeprecation: true,
      oneOf: true,
    }
    const { depth, introspectionDepth, aliases, selections } = sizeOf(getIntrospectionQuery(everything))
    expect({ depth, aliases }).toEqual({ depth: 1, aliases: 0 })
    expect(introspectionDepth).toBeLessThan(LIMITS.introspectionDepth)
    expect(selections).toBeLessThan(LIMITS.selections / 2)
  })
})
