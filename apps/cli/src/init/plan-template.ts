/** The file that `coppice init` writes: a plan that runs in any repository and explains all settings. */
export const PLAN_TEMPLATE = `# A plan for Coppice. Check it:    coppice plan check coppice.plan.yaml
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
# redBase: refuse               # or allow: start even if the base branch fails verify
# delivery: auto                # or manual: a person moves the base branch
# resources: { database: 1 }    # what agents share, and how many may hold it at once; tasks name it in uses
# maxConflictSessions: 2        # sessions that try to resolve a merge conflict, per task

defaults:                       # for every task; an epic or a task can override it
  agent: command                # runs a shell command in a worktree of the task's own. anthropic: a model, with ANTHROPIC_API_KEY in the server
  # run: claude -p …           # Claude Code does the tasks: README, "Use Claude Code", has the whole command
  # timeout: 30m                # for one attempt
  # stall: 5m                   # ends an attempt that prints nothing for this long
  # maxAttempts: 3
  # maxTurns: 200               # replies of the model in one attempt, for anthropic

epics:
  - key: greeting               # unique in the plan: a-z, 0-9 and -
    name: A greeting
    # priority: 999             # lower first
    # dependsOn: []             # keys of epics whose tasks must all be merged first
    tasks:
      - key: hello              # unique in the plan
        description: Write hello.txt
        action: |               # the full instructions, for agents that read them
          Create hello.txt with a friendly greeting.
        run: echo 'Hello!' > hello.txt    # Coppice commits the changed files, unless the command commits them
        # files: [hello.txt]    # a hint: the files that the task will change
        # resolve: ./both.sh    # resolves a merge conflict instead of an agent

      - key: world
        description: Write world.txt
        run: echo 'World!' > world.txt

  - key: sentence
    name: The sentence
    tasks:
      - key: join
        description: Join the two files
        dependsOn: [hello, world]         # starts from a commit with the work of both; { task: world, kind: soft } only sets the order
        run: cat hello.txt world.txt > sentence.txt
`
