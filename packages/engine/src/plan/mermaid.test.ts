import { expect, test } from 'vitest'
import { mermaid } from './mermaid.ts'

test('a plan is drawn as a flowchart: epics are frames, arrows lead to dependents, soft arrows are dotted', () => {
  const chart = mermaid({
    epics: [
      { key: 'core', name: 'Core', dependsOn: [] },
      { key: 'docs', name: 'Docs', dependsOn: ['core', 'unknown'] },
    ],
    tasks: [
      { key: 'a', epicKey: 'core', description: 'First', dependsOn: [] },
      { key: 'b', epicKey: 'core', description: 'Second', dependsOn: [{ key: 'a', kind: 'HARD' }] },
      {
        key: 'c',
        epicKey: 'docs',
        description: 'Third',
        dependsOn: [
          { key: 'b', kind: 'SOFT' },
          { key: 'archived', kind: 'HARD' },
        ],
      },
    ],
  })
  expect(chart).toBe(`flowchart LR
  subgraph e0["Core"]
    t0["a: First"]
    t1["b: Second"]
  end
  subgraph e1["Docs"]
    t2["c: Third"]
  end
  t0 --> t1
  t1 -.-> t2
  e0 --> e1
`)
})

test('special characters in names and descriptions are escaped', () => {
  const chart = mermaid({
    epics: [{ key: 'e', name: '"]\nend\nclick e0 href "javascript:1" %% <script>', dependsOn: [] }],
    tasks: [],
  })
  expect(chart.split('\n')).toHaveLength(4)
  expect(chart.split('\n')[1]).toBe(
    '  subgraph e0["#34;#93; end click e0 href #34;javascript:1#34; #37;#37; #60;script#62;"]',
  )
})
