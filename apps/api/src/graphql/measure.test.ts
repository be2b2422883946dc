import { type FragmentDefinitionNode, getOperationAST, Kind, parse } from 'graphql'
import { describe, expect, it } from 'vitest'
import { schema } from '../schema/schema.ts'
import { measure, type PageArgument } from './measure.ts'

function measured(source: string, variables: Record<string, unknown> = {}) {
  const document = parse(source)
  const operation = getOperationAST(document)
  if (!operation) throw new Error('no operation')
  const fragments = new Map(
    document.definitions
      .filter((definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION)
      .map((fragment) => [fragment.name.value, fragment]),
  )
  const pages: PageArgument[] = []
  const sum = measure({ schema, operation, fragments, variables, onPageArgument: (page) => pages.push(page) })
  return { ...sum, pages }
}

describe('measuring an operation', () => {
  it('counts levels, aliases and directives through fragments', () => {
    expect(
      measured(`
        query { a: run(id: "x") { ...R ... on Run { b: project { id @include(if: true) } } } }
        fragment R on Run { tasks { edges { node { c: key @skip(if: false) } } } }
      `),
    ).toMatchObject({ depth: 5, aliases: 3, directives: 2 })
  })

  it('multiplies pages, by default sizes and variables too', () => {
    const document = (argument: string) =>
      `query($n: Int!) { run(id: "x") { tasks${argument} { edges { node { key } } } } }`
    // The run, and for each entry of the page: itself, its edge and its node.
    expect(measured(document('(first: 5)')).objects).toBe(1 + 5 * 3)
    expect(measured(document('(first: $n)'), { n: 7 }).objects).toBe(1 + 7 * 3)
    expect(measured(document('')).objects).toBe(1 + 100 * 3)
  })

  it('reports the page arguments that were given', () => {
    expect(
      measured('{ run(id: "x") { events(after: 3) { sequence } tasks(first: 999, after: "c") { totalCount } } }').pages,
    ).toEqual([
      { field: 'events', name: 'first', value: 200 },
      { field: 'events', name: 'after', value: 3 },
      { field: 'tasks', name: 'first', value: 999 },
      { field: 'tasks', name: 'after', value: 'c' },
    ])
  })

  it('leaves the introspection out', () => {
    expect(
      measured('{ __schema { types { fields { type { ofType { ofType { name } } } } } } __typename }'),
    ).toMatchObject({
      depth: 1,
      objects: 0,
    })
  })

  it('takes no longer for fragments that spread each other many times over', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) =>
        `fragment F${i} on Run { ${i === 59 ? 'id' : `project { a${i}: activeRun { ...F${i + 1} } b${i}: activeRun { ...F${i + 1} } }`} }`,
    )
    const start = performance.now()
    expect(measured(`{ run(id: "x") { ...F0 } } ${fragments.join(' ')}`).aliases).toBeGreaterThan(2 ** 50)
    expect(performance.now() - start).toBeLessThan(1_000)
  })
})
