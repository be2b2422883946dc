import { readFileSync } from 'node:fs'

/**
 * The wrapper is a shell script that is the parent process of each command. It outlives the server. It writes to fd 3, which the command
 * does not have: first its own pid, at the end `exit N` (R1). It survives SIGTERM of the kill ladder, so that it can report the exit code.
 * Each stage of a pipeline must set `trap :` again, because it does not inherit that.
 *
 * A drain is a `cat` that copies output from a pipe to a file, and ends at end of file. If the command wrote to the file directly,
 * `> /dev/stderr` and `tee /dev/stderr` would open it again and truncate it. They also fail on the sockets that Node uses as pipes
 * (docs/adr/0010).
 *
 * A drain writes its own pid to fd 3. `/proc/self` is a link to the folder of the process that opens it, so the last part of its real
 * path is the pid of the subshell, which then becomes `cat`. `$$` is the pid of the wrapper in a subshell too, so without `/proc` one more
 * shell is started.
 */
const DRAIN = `
drain() {
  trap "" HUP INT TERM
  PATH=/usr/bin:/bin:$PATH
  if cd -P /proc/self 2>/dev/null; then
    echo "drain \${PWD##*/}" >&3
    exec cat 3>&-
  fi
  exec /bin/sh -c 'echo "drain $$" >&3; exec cat 3>&-'
}`

/** The wrapper of an agent. It copies stdout and stderr to two files. */
const TWO_STREAMS = `${DRAIN}
trap : HUP INT TERM
echo "pid $$" >&3
{
  trap : HUP INT TERM
  {
    trap : HUP INT TERM
    ( exec /bin/sh -c "$1" 2>&1 >&4 3>&- 4>&- )
    echo "exit $?" >&3
  } 2>/dev/null | drain >&2 4>&-
} 4>&1 | drain
`

/**
 * The wrapper of a setup, verify or teardown command. It copies stdout and stderr to one stream. Fd 4 is a pipe to the server: when the
 * server dies, fd 4 is at end of file, and the script kills its process group.
 */
const ONE_STREAM = `${DRAIN}
[ -z "$2" ] || umask "$2"
trap : HUP INT TERM
echo "pid $$" >&3
{ read -r _ <&4; kill -KILL 0; } 3>&- >/dev/null 2>&1 &
lifeline=$!
{
  trap : HUP INT TERM
  ( exec /bin/sh -c "$1" 2>&1 3>&- 4>&- )
  echo "exit $?" >&3
} 2>/dev/null 4>&- | drain 4>&-
kill -KILL "$lifeline" 2>/dev/null
`

/** Returns the arguments with which `/bin/sh` runs the wrapper of an agent: stdout to fd 1, stderr to fd 2, control lines to fd 3. */
export const wrapperArguments = (command: string): string[] => ['-c', TWO_STREAMS, 'coppice', command]
/**
 * Returns the arguments with which `/bin/sh` runs the wrapper of a command that must not outlive the server: stdout and stderr to fd 1,
 * control lines to fd 3, fd 4 from the server.
 * @param umask the umask of the command, or null for the umask of the server
 */
export const lifelineArguments = (command: string, umask: number | null): string[] => [
  ...['-c', ONE_STREAM, 'coppice', command],
  umask === null ? '' : umask.toString(8),
]

/** The number of drains in each of the two scripts. */
export const WRAPPER_DRAINS = 2
export const LIFELINE_DRAINS = 1

export interface Control {
  /** The wrapper's pid. It is null until the wrapper has written it. */
  pid: number | null
  drains: readonly number[]
  exitCode: number | null
}

/** Parses the control lines that a wrapper has written so far. An incomplete last line does not count. */
export function parseControl(text: string): Control {
  const facts = text
    .split('\n')
    .slice(0, -1)
    .map((line) => /^(pid|drain|exit) (\d+)$/.exec(line))
  const numbers = (word: string): number[] =>
    facts.filter((fact) => fact?.[1] === word).map((fact) => Number(fact?.[2]))
  return { pid: numbers('pid')[0] ?? null, drains: numbers('drain'), exitCode: numbers('exit')[0] ?? null }
}

/** Reads a control file. A file that does not exist counts as empty. */
export function readControl(path: string): Control {
  try {
    return parseControl(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseControl('')
    throw error
  }
}
