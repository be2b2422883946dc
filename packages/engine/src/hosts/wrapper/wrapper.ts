import { readFileSync } from 'node:fs'

/**
 * A wrapper is a shell script that is the parent process of a command. It outlives the server. It writes control lines to fd 3, which the
 * command does not have: first its own pid, and at the end `exit N` with the command's exit code (R1). It survives SIGTERM of the kill
 * ladder, so that it can report the exit code.
 *
 * The output of a command goes through a pipe. If the command wrote to the file directly, `> /dev/stderr` and `tee /dev/stderr` would open
 * the file again and truncate it. They also fail on the sockets that Node uses as pipes (docs/adr/0010).
 */

/**
 * The wrapper of an agent. Fd 1 and fd 9 are the write ends of the pipes for stdout and stderr, fd 5 and fd 6 are their read ends, and fd 7
 * and fd 8 are the files. The process that started the wrapper copies the pipes to the files, and writes a line to fd 4 when both are at
 * end of file. The *heir* is a process that the wrapper starts and that waits for this line. If the process that copies dies first, fd 4 is
 * at end of file without a line, and the heir starts a `cat` for each pipe. The heir has the read ends open all the time, so the agent
 * never writes to a pipe without a reader.
 *
 * The wrapper ignores HUP, INT and TERM when it starts the heir. The heir inherits this, so these signals cannot end it even just after its
 * start. The wrapper waits for the heir, so that all output is in the files when the wrapper has ended. Fd 2 is `/dev/null`, because the
 * shell would write a message there when a signal kills the agent.
 */
const AGENT = `
trap "" HUP INT TERM
{
  read -r _ <&4 && exit
  PATH=/usr/bin:/bin:$PATH
  cat <&5 >&7 3>&- 4>&- &
  one=$!
  cat <&6 >&8 3>&- 4>&- &
  echo "drain $one
drain $!" >&3
  wait
} >/dev/null 9>&- &
heir=$!
trap : HUP INT TERM
echo "pid $$
drain $heir" >&3
( exec /bin/sh -c "$1" 2>&9 3>&- 4>&- 5<&- 6<&- 7>&- 8>&- 9>&- )
echo "exit $?" >&3
exec >/dev/null 9>&-
wait "$heir"
`

/**
 * A drain is a `cat` that copies output from a pipe, and ends at end of file. It writes its own pid to fd 3. `/proc/self` is a link to the
 * folder of the process that opens it, so the last part of its real path is the pid of the subshell, which then becomes `cat`. `$$` is
 * the pid of the wrapper in a subshell too, so without `/proc` one more shell is started.
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

/**
 * The wrapper of a setup, verify or teardown command. It copies stdout and stderr to one stream. Fd 4 is a pipe to the server: when the
 * server dies, fd 4 is at end of file, and the script kills its process group. Each stage of the pipeline sets `trap :` again, because a
 * stage does not inherit a trap.
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

/** Returns the arguments with which `/bin/sh` runs the wrapper of an agent. */
export const wrapperArguments = (command: string): string[] => ['-c', AGENT, 'coppice', command]

/**
 * Returns the arguments with which `/bin/sh` runs the wrapper of a command that must not outlive the server. The wrapper writes the
 * command's stdout and stderr to fd 1, and control lines to fd 3. Fd 4 is a pipe from the server.
 * @param umask the umask of the command, or null for the umask of the server
 */
export const lifelineArguments = (command: string, umask: number | null): string[] => [
  ...['-c', ONE_STREAM, 'coppice', command],
  umask === null ? '' : umask.toString(8),
]

/** The number of drains that each of the two scripts starts at its beginning. The heir counts as a drain. */
export const WRAPPER_DRAINS = 1
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
