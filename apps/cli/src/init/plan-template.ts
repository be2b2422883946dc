import type { TemplateAgent } from './template-agent.ts'

/** Returns the file that `coppice init` writes: a plan that runs in any repository and explains all settings. */
export const planTemplate = ({
  defaults,
  work,
}: TemplateAgent): string => `# A plan for Coppice. Check it:    coppice plan check coppice.plan.yaml
#                     Carry it out: coppice run --parallel
# Lines that are commented out show the default, or an example.

# name: my-project              # name of the project; default: the folder's name
# verify: npm test              # must succeed on every merged tree before the run's branch gets it; one command or a list
# setup: npm ci                 # runs in a worktree before each agent, and before verify
# teardown: docker compose down # runs in a worktree after each agent, and after verify
# timeouts: { verify: 10m, setup: 10m, teardown: 1m }
# copy: [.env]                  # files copied into each worktree, never committed
# link: [.cache]                # linked instead of copied
# keepIgnored: [node_modules]   # ignored paths to keep when the next task gets the worktree
# env: [ANTHROPIC_API_KEY]      # variables of the server's environment that agents receive; values are never stored
# redBase: refuse               # or allow: start even if the base branch fails verify, and refuse only what gets worse
# verifyTogether: 1             # how many waiting merges are verified together at most
# delivery: auto                # or manual: a person moves the base branch
# resources: { database: 1 }    # what agents share, and how many may hold it at once; tasks name it in uses
# maxConflictSessions: 2        # sessions that try to resolve a merge conflict, per task
# models: { policy: [{ priority: 1, model: strong }] } # which models do the tasks that name none; default: by how hard a task is

defaults:                       # for every task; an epic or a task can override it
${defaults}
  # timeout: 30m                # for one attempt
  # stall: 5m                   # ends an attempt that prints nothing for this long
  # maxAttempts: 3

epics:
  - key: greeting               # unique in the plan: a-z, 0-9 and -
    name: A greeting
    # priority: 999             # lower first
    # dependsOn: []             # keys of epics whose tasks must all be merged first
    tasks:                      # Coppice commits what an agent changes, unless the agent commits it
      - key: hello              # unique in the plan
        description: Write hello.txt
${work("echo 'Hello!' > hello.txt", 'Create hello.txt with a friendly greeting in one line.')}
        # files: [hello.txt]    # a hint: the files that the task will change

      - key: world
        description: Write world.txt
${work("echo 'World!' > world.txt", 'Create world.txt with the name of a planet in one line.')}

  - key: sentence
    name: The sentence
    tasks:
      - key: join
        description: Join the two files
        dependsOn: [hello, world]         # starts from a commit with the work of both; { task: world, kind: soft } only sets the order
${work('cat hello.txt world.txt > sentence.txt', 'Create sentence.txt with the lines of hello.txt and world.txt.')}
`
