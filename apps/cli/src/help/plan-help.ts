export const PLAN_HELP = `A plan is a YAML or JSON file: epics, their tasks, and what each waits for.

  epics:
    - key: core                     # unique, [a-z0-9][a-z0-9-]*
      name: Core
      dependsOn: []                 # keys of epics whose tasks must all be merged first
      tasks:
        - key: slugify              # unique in the plan
          description: Add slugify()
          dependsOn: [charset]      # keys of tasks of any epic
          agent: command
          run: ./scripts/slugify.sh

coppice init writes a plan with every setting explained. coppice plan check FILE lists
its mistakes, or shows the batches that it would run in. The whole format:
docs/plan-files.md and its JSON Schema, docs/coppice.plan.schema.json.`
