import { readFileSync } from 'node:fs'

/**
 * The parent of each command. It outlives the server. It writes to fd 3, which the command cannot reach: first its own pid, last
 * `exit N` (R1). It survives the kill ladder's SIGTERM, so that it can report how the command ended. Children do not inherit `trap :`, and
 * pipeline stages must set it again.
 *
 * Output goes through pipes, not directly to the files: `> /dev/stderr` and `tee /dev/stderr` open the file again and truncate
 * it, and they fail on the sockets that Node calls pipes (docs/adr/0010). Each `cat` ends at end of file.
 */
const DRAIN = 'trap "" HUP INT TERM; echo "drain $$" >&3; PATH=/usr/bin:/bin:$PATH; exec cat 3>&-'

const TWO_STREAMS = `
trap : HUP INT TERM
echo "pid $$" >&3
{
  trap : HUP INT TERM
  {
    trap : HUP INT TERM
    ( exec /bin/sh -c "$1" 2>&1 >&4 3>&- 4>&- )
    echo "exit $?" >&3
  } 2>/dev/null | /bin/sh -c "$2" >&2 4>&-
} 4>&1 | /bin/sh -c "$2"
`

/** The same with one stream, and with fd 4 as a lifeline: when the server dies, fd 4 reaches end of file and the group is killed. */
const ONE_STREAM = `
[ -z "$3" ] || umask "$3"
trap : HUP INT TERM
echo "pid $$" >&3
{ read -r _ <&4; kill -KILL 0; } 3>&- >/dev/null 2>&1 &
lifeline=$!
{
  trap : HUP INT TERM
  ( exec /bin/sh -c "$1" 2>&1 3>&- 4>&- )
  echo "exit $?" >&3
} 2>/dev/null 4>&- | /bin/sh -c "$2" 4>&-
kill -KILL "$lifeline" 2>/dev/null
`

/** Arguments for `/bin/sh`: stdout to fd 1, stderr to fd 2, control to fd 3. */
export const wrapperArguments = (command: string): string[] => ['-c', TWO_STREAMS, 'coppice', command, DRAIN]
/** Arguments for `/bin/sh`: stdout and stderr to fd 1, control to fd 3, lifeline from fd 4. With `umask` null the server's is kept. */
export const lifelineArguments = (command: string, umask: number | null): string[] => [
  ...['-c', ONE_STREAM, 'coppice', command, DRAIN],
  umask === null ? '' : umask.toString(8),
]

/** The number of drains in each script. */
export const WRAPPER_DRAINS = 2
export const LIFELINE_DRAINS = 1

export interface Control {
  /** The wrapper's pid. */
  pid: number | null
  /** The pids of the `cat` processes. */
  drains: readonly number[]
  exitCode: number | null
}

/** Parses what a wrapper has written so far. A torn last line does not count. */
export function parseControl(text: string): Control {
  const facts = text
    .split('\n')
    .slice(0, -1)
    .map((line) => /^(pid|drain|exit) (\d+)$/.exec(line))
  const numbers = (word: string): number[] =>
    facts.filter((fact) => fact?.[1] === word).map((fact) => Number(fact?.[2]))
  return { pid: numbers('pid')[0] ?? null, drains: numbers('drain'), exitCode: numbers('exit')[0] ?? null }
}

/** Reads a control file. An absent file counts as empty. */
export function readControl(path: string): Control {
  try {
    return parseControl(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return parseControl('')
    throw error
  }
}
